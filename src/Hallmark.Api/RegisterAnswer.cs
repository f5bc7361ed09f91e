using System.Text.Json.Serialization;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>What is on record of a file, as <c>register</c> answers.</summary>
/// <param name="Records">Records in all batches of the file.</param>
/// <param name="Batches">Ids of the new batches.</param>
/// <param name="Known">How many batches were on record before.</param>
/// <param name="Schema">Digest of the schema that the records follow.</param>
/// <param name="Source">What was read, and how.</param>
public sealed record RegisterAnswer(
    string Dataset, long Records, IReadOnlyList<string> Batches, int Known, string Schema, SourceAnswer Source, HeadAnswer Head)
{
    /// <summary>Of the known ones, those that repeat another batch of the file record for record; not there where none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Repeated { get; init; }

    public static RegisterAnswer Of(string dataset, RegisteredBatches registered, Head head) =>
        new(dataset, registered.Records, registered.Registered, registered.Known, registered.Schema.ToString(),
            SourceAnswer.Of(registered.Source), HeadAnswer.Of(head))
        {
            Repeated = registered.Repeated,
        };
}
