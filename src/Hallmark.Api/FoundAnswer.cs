using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>Which batches hold a file, a digest or a record, as <c>find</c> answers.</summary>
/// <param name="Kind">What was looked for: file, digest or record.</param>
public sealed record FoundAnswer(string Kind, IReadOnlyList<string> Digests, IReadOnlyList<FoundPlace> Places)
{
    public static FoundAnswer Of(FoundContent found) =>
        new(found.Kind, [.. found.Digests.Select(digest => digest.ToString())], found.Places);
}
