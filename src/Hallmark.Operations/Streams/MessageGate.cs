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
/// <param name="schema">The dataset's; where a message does not fit, it is looked for a newer one first, and then at those before.</param>
/// <param name="nameField">Outermost field that names messages; null for none.</param>
/// <param name="asWritten">Columns in which a number is no other cell than the text of its digits.</param>
internal sealed class MessageGate(StreamSchema schema, string? nameField, IReadOnlyList<string> asWritten)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <returns>The messages as they are kept, or why one is not, in their order.</returns>
    public async ValueTask<IReadOnlyList<(SpooledMessage Kept, string? Problem)>> LookAsync(
        IReadOnlyList<StreamMessage> messages, CancellationToken cancellation)
    {
        (SpooledMessage Kept, string? Problem)[] looked = [.. messages.Select(Parse)];
        // All at once where nothing is wrong, as nearly always.
        if (IsWrong() && !(await schema.RefreshAsync(cancellation).ConfigureAwait(false) && !IsWrong()))
        {
            for (int i = 0; i < looked.Length; i++)
            {
                looked[i].Problem ??= ProblemOfOne(looked[i].Kept);
            }
        }
        return looked;

        bool IsWrong() => ProblemOf(schema.Current, [.. looked.Where(one => one.Problem is null).Select(one => one.Kept)]) is not null;
    }

    /// <summary>None where it is a record of an earlier schema: whoever sends does not change on the same day.</summary>
    private string? ProblemOfOne(SpooledMessage message)
    {
        string? problem = ProblemOf(schema.Current, [message]);
        for (Schema? earlier = schema.Current.Before; problem is not null && earlier is not null; earlier = earlier.Before)
        {
            problem = ProblemOf(earlier, [message], schema.Current) is null ? null : problem;
        }
        return problem;
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
            return NameOf(document.RootElement, nameField) is { } name
                ? (new SpooledMessage(message.Packet, name, json), null)
                : (default, $"has no field '{nameField}' of text or a number, by which messages are told apart");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (default, $"is not JSON: {e.Message.Split(" LineNumber", 2)[0].TrimEnd('.')}");
        }
    }

    /// <summary>
    /// A kept message by the name it has now: the spool may have been written where a number and the text of it were one name, or
    /// where another field named messages.
    /// </summary>
    public SpooledMessage Renamed(SpooledMessage kept)
    {
        if (nameField is null)
        {
            return kept;
        }
        using var document = JsonDocument.Parse(kept.Json, Strict);
        return NameOf(document.RootElement, nameField) is { } name ? kept with { Identity = name } : kept;
    }

    /// <summary>Told apart by type: a number is led by a byte that no text begins with. Null where the field names nothing.</summary>
    private static UInt128? NameOf(JsonElement message, string field) =>
        !message.TryGetProperty(field, out JsonElement name) ? null : name.ValueKind switch
        {
            JsonValueKind.String => SpooledMessage.IdentityOf(Encoding.UTF8.GetBytes(name.GetString()!)),
            JsonValueKind.Number => SpooledMessage.IdentityOf([0xFF, .. Encoding.UTF8.GetBytes(name.GetRawText())]),
            _ => null,
        };

    /// <param name="later">What records are lifted to, without rounding a number; null where they stay as they are.</param>
    private string? ProblemOf(Schema schema, IReadOnlyList<SpooledMessage> messages, Schema? later = null)
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
            // Reading is what shows whether they fit.
            RecordBuffer[] records = [.. SourceOf(schema, "message", lines.ToArray(), asWritten).Read(schema, messages.Count)];
            return later is not null && records.SelectMany(some => some.RoundedUnder(later)).Any() ? "a number would be rounded" : null;
        }
        catch (SourceException e)
        {
            return e.Field is null ? e.Reason : $"field '{e.Field}': {e.Reason}";
        }
    }

    /// <summary>
    /// Kept messages, one on each line, as records of the schema in force. Each may have been taken in under an earlier one: the newest
    /// that it fits is that. What its cells may be was asked when it was taken in, by whoever took it.
    /// </summary>
    /// <exception cref="SourceException">One fits none.</exception>
    public static IEnumerable<RecordBuffer> Read(Schema schema, byte[] lines, int count)
    {
        if (schema.Before is null)
        {
            return SourceOf(schema, "messages", lines).Read(schema, count);
        }
        try
        {
            return [.. SourceOf(schema, "messages", lines).Read(schema, count)];
        }
        catch (SourceException)
        {
            var all = new RecordBuffer(schema, count);
            for (int at = 0; at < lines.Length;)
            {
                int length = lines.AsSpan(at).IndexOf((byte)'\n') + 1;
                all.Append(ReadOne(schema, lines.AsSpan(at, length).ToArray()));
                at += length;
            }
            return [all];
        }
    }

    private static RecordBuffer ReadOne(Schema schema, byte[] line)
    {
        for (Schema fitting = schema; ; fitting = fitting.Before!)
        {
            try
            {
                RecordBuffer one = SourceOf(fitting, "messages", line).Read(fitting, 1).Single();
                return one.RoundedUnder(schema) is [var rounded, ..]
                    ? throw new SourceException("messages", 1, rounded.Column, $"no float has all digits of {rounded.Value}")
                    : one.LiftTo(schema);
            }
            catch (SourceException) when (fitting.Before is not null)
            {
                // An earlier one then.
            }
        }
    }

    /// <summary>Messages, one on each line, as a source of records.</summary>
    private static JsonLinesSource SourceOf(Schema schema, string name, byte[] lines, IReadOnlyList<string>? asWritten = null) =>
        JsonLinesSource.Of(
            new SourceBytes(name, () => new MemoryStream(lines, writable: false)), schema,
            asWritten ?? [.. schema.Columns.Select(column => column.Name)]);
}
