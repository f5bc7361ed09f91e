using System.Text;
using System.Text.Json;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.JsonLines;

/// <summary>Takes the objects of a file apart into cells.</summary>
internal sealed class JsonRecord(string file, JsonLayout layout)
{
    /// <exception cref="SourceException">The line is no object, or has what no line had when the columns were found.</exception>
    public void Take(ReadOnlyMemory<byte> json, long line, CellRows cells, int row) =>
        JsonLayout.Guard(file, line, json.Span, (ref Utf8JsonReader reader) =>
            TakeObject(ref reader, json.Span, layout.Root, new Target(cells, row, line)));

    private void TakeObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonField parent, Target target)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonField field = JsonLayout.Find(ref reader, parent) ?? throw Unknown(ref reader, parent, target.Line);
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    TakeObject(ref reader, json, field, target);
                    break;
                case JsonTokenType.StartArray when field.VectorLength > 0:
                    TakeVector(ref reader, field, target);
                    break;
                case JsonTokenType.StartArray:
                    int start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    target.SetList(ColumnOf(field, target.Line), json[start..(int)reader.BytesConsumed]);
                    break;
                case JsonTokenType.Null:
                    break;
                default:
                    TakeValue(ref reader, ColumnOf(field, target.Line), target);
                    break;
            }
        }
    }

    private void TakeVector(ref Utf8JsonReader reader, JsonField field, Target target)
    {
        int place = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (place == field.VectorLength || reader.TokenType is not (JsonTokenType.Number or JsonTokenType.Null))
            {
                throw NotNumbers(field, target.Line);
            }
            if (reader.TokenType == JsonTokenType.Number)
            {
                TakeValue(ref reader, field.Column + place, target);
            }
            place++;
        }
        if (place != field.VectorLength)
        {
            throw NotNumbers(field, target.Line);
        }
    }

    private static void TakeValue(ref Utf8JsonReader reader, int column, Target target)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                target.SetNumber(column, reader.ValueSpan);
                break;
            case JsonTokenType.String:
                int length = reader.CopyString(target.Cells.Reserve(reader.ValueSpan.Length));
                target.Cells.SetReserved(target.Row, column, length);
                break;
            default:
                target.Cells.Set(target.Row, column, reader.GetBoolean());
                break;
        }
    }

    private int ColumnOf(JsonField field, long line) => field.Column >= 0 && field.VectorLength == 0
        ? field.Column
        : throw (layout.IsFixed ? new SourceException(file, line, field.Path, "is not what the schema has there") : Changed(line));

    private SourceException Unknown(ref Utf8JsonReader reader, JsonField parent, long line) => layout.IsFixed
        ? new SourceException(
            file, line, CellText.Shorten($"{parent.Path}{(parent.Path.Length == 0 ? "" : ".")}{reader.GetString()}"),
            "the schema has no such column")
        : Changed(line);

    private SourceException NotNumbers(JsonField field, long line) => layout.IsFixed
        ? new SourceException(file, line, field.Path, $"is not an array of {field.VectorLength} numbers")
        : Changed(line);

    /// <summary>The columns were found by reading every line; what is not among them was not there then.</summary>
    private SourceException Changed(long line) => new(file, line, null, "was changed while it was read");

    private readonly record struct Target(CellRows Cells, int Row, long Line)
    {
        public void SetList(int column, ReadOnlySpan<byte> text) => Set(column, text, CellKinds.List);

        public void SetNumber(int column, ReadOnlySpan<byte> digits) => Set(column, digits, CellKinds.Number);

        private void Set(int column, ReadOnlySpan<byte> text, CellKinds kind) =>
            Cells.SetReserved(Row, column, Encoding.UTF8.GetChars(text, Cells.Reserve(text.Length)), kind);
    }
}
