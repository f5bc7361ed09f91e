using System.Text.Json.Serialization;
using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>A batch that was read, as <c>read</c> answers.</summary>
/// <param name="Entry">Where it is on record.</param>
/// <param name="Grant">Entry of the grant under which it was; null where none was needed.</param>
public sealed record BatchReadAnswer(string Batch, int Records, string Purpose, ulong Entry, ulong? Grant)
{
    /// <summary>The records; left out where they went to a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Csv { get; init; }

    public static BatchReadAnswer Of(BatchRecords read) =>
        new(read.Use.Batch, read.Records.Count, read.Use.For.Word, read.Use.Entry.Value, read.Use.Grant?.Value);
}
