using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>Entries of the ledger, the newest first or in their order, a page of them.</summary>
public sealed record ListEntries : Query<EntryPage>
{
    /// <summary>Most entries of a page.</summary>
    public const int LimitMax = 1_000;

    /// <summary>Most entries that are looked through for one page; the next page goes on from there.</summary>
    private const int LookedAtMax = 10_000;

    /// <summary>Only what this member said, be it denied; null for all.</summary>
    public string? Member { get; init; }

    /// <summary>Only statements of this kind, be they denied; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only statements about this; null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Entries below this one; null begins with the newest.</summary>
    public EntryIndex? Before { get; init; }

    /// <summary>From 1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = 50;

    public override Task<EntryPage> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        if (Limit is < 1 or > LimitMax)
        {
            throw new UsageException($"limit: {Limit} is not from 1 to {LimitMax}");
        }
        LedgerView ledger = home.Catalog.Ledger;
        ulong end = Math.Min(Before?.Value ?? ulong.MaxValue, ledger.Size.Value);
        ulong last = end > LookedAtMax ? end - LookedAtMax : 0;
        var found = new List<LedgerEntry>();
        ulong at = end;
        foreach (LedgerEntry entry in ledger.ReadEntries(Down(end, last)))
        {
            cancellation.ThrowIfCancellationRequested();
            at = entry.Index.Value;
            if (Fits(entry))
            {
                found.Add(entry);
            }
            if (found.Count == Limit)
            {
                break;
            }
        }
        return Task.FromResult(new EntryPage(ledger.Size, found, at == 0 ? null : new EntryIndex(at)));
    }

    private static IEnumerable<EntryIndex> Down(ulong end, ulong last)
    {
        for (ulong i = end; i > last; i--)
        {
            yield return new EntryIndex(i - 1);
        }
    }

    private bool Fits(LedgerEntry entry)
    {
        Statement said = entry.Said;
        return (Member ?? said.Issuer) == said.Issuer && (Kind ?? said.Kind) == said.Kind && (Subject ?? said.Subject) == said.Subject;
    }
}

/// <summary>Some entries, the newest first.</summary>
/// <param name="Size">Of the ledger when it was asked.</param>
/// <param name="Next">What to ask for as <see cref="ListEntries.Before"/> to go on; null at the beginning of the ledger.</param>
public sealed record EntryPage(TreeSize Size, IReadOnlyList<LedgerEntry> Entries, EntryIndex? Next);

/// <summary>One entry with its outcome.</summary>
public sealed record ShowEntry(EntryIndex Entry) : Query<LedgerEntry>
{
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    public override Task<LedgerEntry> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Entry.IsWithin(home.Catalog.Ledger.Size)
            ? Task.FromResult(home.Catalog.Ledger.ReadEntry(Entry))
            : throw new KeyNotFoundException($"there is no entry {Entry}; the ledger has {home.Catalog.Ledger.Size}");
}

/// <summary>Where a statement is on record, by its id.</summary>
public sealed record FindStatement(Digest Id) : Query<LedgerEntry>
{
    /// <exception cref="KeyNotFoundException">It is not on record.</exception>
    public override Task<LedgerEntry> AskAsync(HomeReader home, CancellationToken cancellation) =>
        Task.FromResult(home.Catalog.FindStatement(Id) ?? throw new KeyNotFoundException($"no statement {Id} is on this ledger"));
}
