using Hallmark.Evidence;

namespace Hallmark.Quality.Duplicates;

/// <summary>A record of the ledger that has the same leaf as an earlier one.</summary>
/// <param name="Record">Its number, counted over all leaves in ledger order from 0.</param>
/// <param name="Of">The number of the first one.</param>
public readonly record struct LedgerDuplicate(long Record, long Of);

/// <summary>
/// Exact duplicates across a whole ledger, read twice. The first reading keeps two bytes per record in a <see cref="DuplicateFilter"/>
/// and the digests that hit it: all that occur twice, and about one in 700 of the others. The second compares those digests themselves,
/// so the answer is exact. Memory: 2 bytes per record, about 0.1 for false hits, and some 90 for each digest that truly occurs twice.
/// </summary>
public static class LedgerDuplicates
{
    /// <summary>Finds all duplicates.</summary>
    /// <param name="read">Gives the leaves in ledger order; called twice, and must give the same both times.</param>
    /// <param name="records">About how many there are; too few costs memory in the second reading.</param>
    /// <returns>In ledger order.</returns>
    public static IReadOnlyList<LedgerDuplicate> Find(Func<IEnumerable<Digest>> read, long records)
    {
        ArgumentNullException.ThrowIfNull(read);
        HashSet<Digest> candidates = Candidates(read(), records);
        var first = new Dictionary<Digest, long>(candidates.Count);
        var found = new List<LedgerDuplicate>();
        long record = 0;
        foreach (Digest leaf in read())
        {
            if (candidates.Contains(leaf) && !first.TryAdd(leaf, record))
            {
                found.Add(new LedgerDuplicate(record, first[leaf]));
            }
            record++;
        }
        return found;
    }

    private static HashSet<Digest> Candidates(IEnumerable<Digest> leaves, long records)
    {
        var filter = new DuplicateFilter(Math.Max(1, records));
        var candidates = new HashSet<Digest>();
        foreach (Digest leaf in leaves)
        {
            if (filter.Add(leaf))
            {
                candidates.Add(leaf);
            }
        }
        return candidates;
    }
}
