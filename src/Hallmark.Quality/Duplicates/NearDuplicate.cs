namespace Hallmark.Quality.Duplicates;

/// <summary>A record and the earliest one that it nearly equals.</summary>
/// <param name="Record">The later one.</param>
/// <param name="Of">The earlier one.</param>
public readonly record struct NearDuplicate(int Record, int Of)
{
    /// <summary>The pairs whose labels differ: at most one of the two is right. Records without a label, -1, contradict nobody.</summary>
    public static NearDuplicate[] Conflicting(IEnumerable<NearDuplicate> pairs, IReadOnlyList<int> labels) =>
        [.. pairs.Where(pair => labels[pair.Record] >= 0 && labels[pair.Of] >= 0 && labels[pair.Record] != labels[pair.Of])];
}
