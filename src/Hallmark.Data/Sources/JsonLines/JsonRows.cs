using System.Text;
using System.Text.Json;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.JsonLines;

/// <summary>Lines of a file of objects, taken apart by the thread that first asks for a cell.</summary>
internal sealed class JsonRows(string file, JsonLayout layout) : IRows
{
    private readonly List<(long Line, int End)> _lines = [];
    private byte[] _bytes = new byte[1 << 12];
    private CellRows? _cells;

    public int Count => _lines.Count;

    /// <summary>Bytes of all lines.</summary>
    public int Length { get; private set; }

    public long Size => Length;

    private CellRows Cells => _cells ??= TakeApart();

    public void Add(ReadOnlySpan<byte> json, long line)
    {
        if (Length + json.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + json.Length, _bytes.Length * 2));
        }
        json.CopyTo(_bytes.AsSpan(Length));
        Length += json.Length;
        _lines.Add((line, Length));
    }

    public long PositionOf(int row) => _lines[row].Line;

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch) => Cells.Text(row, field, scratch);

    public bool TryAdd(int row, int field, ColumnBuffer column) => Cells.TryAdd(row, field, column);

    public ColumnEvidence Look(int field) => Cells.Look(field);

    public void Dispose() => _cells?.Dispose();

    private CellRows TakeApart()
    {
        var cells = new CellRows(layout.Columns.Count);
        int start = 0;
        foreach ((long line, int end) in _lines)
        {
            ReadOnlyMemory<byte> json = _bytes.AsMemory(start, end - start);
            int row = cells.AddRow(line);
            JsonLayout.Guard(file, line, json.Span, (ref Utf8JsonReader reader) =>
                TakeObject(ref reader, json.Span, layout.Root, new Target(cells, row, line)));
            start = end;
        }
        return cells;
    }

    private void TakeObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonField parent, Target target)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonField field = parent.Find(JsonLayout.NameOf(ref reader)) ?? throw Changed(target.Line);
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
                    target.SetText(ColumnOf(field, target.Line), json[start..(int)reader.BytesConsumed]);
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
                throw Changed(target.Line);
            }
            if (reader.TokenType == JsonTokenType.Number)
            {
                TakeValue(ref reader, field.Column + place, target);
            }
            place++;
        }
        if (place != field.VectorLength)
        {
            throw Changed(target.Line);
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
                target.Cells.SetReserved(target.Row, column, length, number: false);
                break;
            default:
                target.Cells.Set(target.Row, column, reader.GetBoolean());
                break;
        }
    }

    private int ColumnOf(JsonField field, long line) => field.Column >= 0 && field.VectorLength == 0 ? field.Column : throw Changed(line);

    /// <summary>The columns were found by reading every line; what is not among them was not there then.</summary>
    private SourceException Changed(long line) => new(file, line, null, "was changed while it was read");

    private readonly record struct Target(CellRows Cells, int Row, long Line)
    {
        public void SetText(int column, ReadOnlySpan<byte> text) => Set(column, text, number: false);

        public void SetNumber(int column, ReadOnlySpan<byte> digits) => Set(column, digits, number: true);

        private void Set(int column, ReadOnlySpan<byte> text, bool number) =>
            Cells.SetReserved(Row, column, Encoding.UTF8.GetChars(text, Cells.Reserve(text.Length)), number);
    }
}
