using Hallmark.Evidence;
using Hallmark.Operations.Actions;

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
    public static BatchWithdrawnAnswer Of(BatchWithdrawn withdrawn, Head head) => new(
        withdrawn.Batch, withdrawn.Entry.Value, withdrawn.Destroyed, withdrawn.Kept, withdrawn.Runs,
        [.. withdrawn.Models.Select(model => model.ToString())],
        HeadAnswer.Of(head));
}
