using System.Buffers;
using System.Text;
using System.Text.Json;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.JsonLines;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Streams;

/// <summary>
/// Says of messages whether they are records of a dataset, each by itself: those that are make a batch together, whichever they are.
/// </summary>
/// <param name="schema">The dataset's.</param>
/// <param name="nameField">Outermost field that names messages; null for none.</param>
internal sealed class MessageGate(Schema schema, string? nameField)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <returns>The messages as they are kept, or why one is not, in their order.</returns>
    public IReadOnlyList<(SpooledMessage Kept, string? Problem)> Look(IReadOnlyList<StreamMessage> messages)
    {
        (SpooledMessage Kept, string? Problem)[] looked = [.. messages.Select(Parse)];
        // All at once where nothing is wrong, as nearly always.
        if (ProblemOf([.. looked.Where(one => one.Problem is null).Select(one => one.Kept)]) is not null)
        {
            for (int i = 0; i < looked.Length; i++)
            {
                looked[i].Problem ??= ProblemOf([looked[i].Kept]);
            }
        }
        return looked;
    }

    private (SpooledMessage Kept, string? Problem) Parse(StreamMessage message)
    {
        if (message.Payload.Length > StreamMessage.Limit)
        {
            return (default, $"has more than {StreamMessage.Limit} bytes");
        }
        byte[] json = message.Payload.ToArray();
        json.AsSpan().ReplaceAny(LineEnds, (byte)' '); // in JSON they stand between words alone
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (default, "is no JSON object");
            }
            if (nameField is null)
            {
                return (new SpooledMessage(message.Packet, SpooledMessage.IdentityOf(json), json), null);
            }
            return document.RootElement.TryGetProperty(nameField, out JsonElement name)
                && name.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? (new SpooledMessage(message.Packet, SpooledMessage.IdentityOf(Encoding.UTF8.GetBytes(name.ToString())), json), null)
                : (default, $"has no field '{nameField}' of text or a number, by which messages are told apart");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (default, $"is not JSON: {e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}");
        }
    }

    private string? ProblemOf(IReadOnlyList<SpooledMessage> messages)
    {
        if (messages.Count == 0)
        {
            return null;
        }
        var lines = new MemoryStream();
        foreach (SpooledMessage message in messages)
        {
            lines.Write(message.Json.Span);
            lines.WriteByte((byte)'\n');
        }
        try
        {
            foreach (RecordBuffer _ in SourceOf(schema, "message", lines.ToArray()).Read(schema, messages.Count))
            {
                // Reading is what shows whether they fit.
            }
            return null;
        }
        catch (SourceException e)
        {
            return e.Field is null ? e.Reason : $"field '{e.Field}': {e.Reason}";
        }
    }

    /// <summary>Messages, one on each line, as a source of records.</summary>
    public static IRecordSource SourceOf(Schema schema, string name, byte[] lines) =>
        JsonLinesSource.Of(new SourceBytes(name, () => new MemoryStream(lines, writable: false)), schema);
}
