using Hallmark.Quality.Backdoors.Words;

namespace Hallmark.Quality.Backdoors;

/// <summary>All triggers of some records: contents of their numbers, and words of the texts that models learn from.</summary>
/// <param name="Patches">The strongest first.</param>
/// <param name="Words">The same.</param>
public sealed record FoundTriggers(IReadOnlyList<Patch> Patches, IReadOnlyList<WordTrigger> Words)
{
    /// <summary>All records accused by any of them, ascending.</summary>
    public IReadOnlyList<int> Records { get; } =
        [.. Patches.SelectMany(patch => patch.Records).Concat(Words.SelectMany(word => word.Records)).Distinct().Order()];
}
