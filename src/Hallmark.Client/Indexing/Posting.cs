namespace Hallmark.Client.Indexing;

/// <summary>That an entry has a term. Ordered by term, then by entry.</summary>
internal readonly record struct Posting(ulong Term, ulong Entry) : IComparable<Posting>
{
    public int CompareTo(Posting other) => Term != other.Term ? Term.CompareTo(other.Term) : Entry.CompareTo(other.Entry);

    /// <summary>Two sorted sequences as one.</summary>
    public static IEnumerable<Posting> Merge(IEnumerable<Posting> left, IReadOnlyList<Posting> right)
    {
        int at = 0;
        foreach (Posting posting in left)
        {
            while (at < right.Count && right[at].CompareTo(posting) < 0)
            {
                yield return right[at++];
            }
            yield return posting;
        }
        while (at < right.Count)
        {
            yield return right[at++];
        }
    }
}
