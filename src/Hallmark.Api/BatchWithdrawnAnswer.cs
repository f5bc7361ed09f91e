using System.Text.Json.Serialization;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Judging;

namespace Hallmark.Api;

/// <summary>A batch that was taken back, as <c>withdraw</c> answers.</summary>
/// <param name="Entry">Where it is on record.</param>
/// <param name="Destroyed">Objects and files that are gone here.</param>
/// <param name="Kept">Objects that stay, with the reason.</param>
/// <param name="Runs">Runs that used it.</param>
/// <param name="Models">Digests of their models.</param>
public sealed record BatchWithdrawnAnswer(
    string Batch, ulong Entry, IReadOnlyList<string> Destroyed, IReadOnlyList<string> Kept, IReadOnlyList<string> Runs,
    IReadOnlyList<string> Models,
    HeadAnswer Head)
{
    /// <summary>Of an erasure: what came of measuring a last time what rested on the batch; not there where nothing had to be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LastLookAnswer? Look { get; init; }

    public static BatchWithdrawnAnswer Of(BatchWithdrawn withdrawn, Head head) => new(
        withdrawn.Batch, withdrawn.Entry.Value, withdrawn.Destroyed, withdrawn.Kept, withdrawn.Runs,
        [.. withdrawn.Models.Select(model => model.ToString())],
        HeadAnswer.Of(head))
    {
        Look = withdrawn.Look is { } look ? LastLookAnswer.Of(look) : null,
    };
}

/// <param name="Judgements">How many were looked at.</param>
/// <param name="Differs">Entries of those that came out otherwise.</param>
/// <param name="Unmeasured">Entries of those that could not be measured here.</param>
public sealed record LastLookAnswer(int Judgements, IReadOnlyList<ulong> Differs, IReadOnlyList<ulong> Unmeasured)
{
    public static LastLookAnswer Of(TakenLook taken) => new(
        taken.Judgements, [.. taken.Look.Differs.Select(entry => entry.Value)], [.. taken.Look.Unmeasured.Select(entry => entry.Value)]);
}
