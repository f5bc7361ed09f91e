using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Client.Indexing;

/// <summary>
/// Which entries have which <see cref="Term"/>, so that nothing is looked up by scanning the ledger: what lies in a file, and in memory
/// what came
/// since, fed block by block whenever it is asked. A projection: the ledger decides, and what is found is read from it. Safe for concurrent
/// use.
/// </summary>
/// <param name="store">Where the file lies; null to keep everything in memory.</param>
public sealed class LedgerIndex(ISnapshotStore? store = null) : IDisposable
{
    /// <summary>So many entries must have come since the file was written for another to be written.</summary>
    public const ulong DefaultKeepEvery = 8192;

    private readonly Lock _gate = new();
    private IndexFile? _file;
    private bool _opened;
    private Posting[] _recent = []; // sorted
    private ulong _size; // entries under the file and in memory

    /// <summary>Why the file was passed over, or null where it was good or there was none.</summary>
    public string? Problem { get; private set; }

    /// <summary>Entries that may have the term, ascending, as of the view: two things can share a term.</summary>
    internal IReadOnlyList<EntryIndex> Find(LedgerView ledger, Term term)
    {
        lock (_gate)
        {
            CatchUp(ledger);
            try
            {
                return [.. FindAll(term.Value).Where(entry => entry < ledger.Size.Value).Select(entry => new EntryIndex(entry))];
            }
            catch (MalformedException e)
            {
                PassOver(e.Message);
                CatchUp(ledger);
                return [.. FindAll(term.Value).Where(entry => entry < ledger.Size.Value).Select(entry => new EntryIndex(entry))];
            }
        }
    }

    /// <summary>Holds the whole file against the ledger, entry by entry.</summary>
    /// <returns>What is wrong with it; null where nothing is, or where there is none.</returns>
    public static string? Examine(ISnapshotStore store, LedgerView ledger)
    {
        ILedgerStorage? storage = null;
        try
        {
            storage = store.Open();
            if (storage is null)
            {
                return null;
            }
            using IndexFile file = IndexFile.Open(storage, ledger);
            Posting[] made = PostingsOf(ledger, new TreeSize(0), file.Head.Size);
            return file.Postings().SequenceEqual(made) ? null : "does not have what the ledger gives";
        }
        catch (Exception e) when (e is LedgerDamagedException or MalformedException or IOException or UnauthorizedAccessException)
        {
            storage?.Dispose();
            return e.Message;
        }
    }

    /// <summary>Writes the file anew where enough has come since.</summary>
    /// <param name="maker">Signs it: a maker of the ledger's blocks.</param>
    /// <returns>Why it could not be written, or null. Nothing is lost by it but time at the next lookup.</returns>
    public string? KeepIfDue(LedgerView ledger, ISigner maker, ulong every = DefaultKeepEvery)
    {
        lock (_gate)
        {
            if (store is null || ledger.Size.Value < every)
            {
                return null;
            }
            OpenFile(ledger);
            if (ledger.Size.Value - (_file?.Head.Size.Value ?? 0) < every)
            {
                return null;
            }
            try
            {
                try
                {
                    Write(store, ledger, maker);
                }
                catch (MalformedException e)
                {
                    PassOver(e.Message); // a damaged page must not keep the next file from being good
                    Write(store, ledger, maker);
                }
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return e.Message;
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Write(ISnapshotStore target, LedgerView ledger, ISigner maker)
    {
        Head head = ledger.Head;
        CatchUp(ledger); // blocks may come meanwhile: what is behind the head is left out
        Posting[] fresh = [.. _recent.Where(posting => posting.Entry < head.Size.Value)];
        target.Replace(storage => IndexFile.Write(storage, Posting.Merge(_file?.Postings() ?? [], fresh), head, maker));
    }

    private IEnumerable<ulong> FindAll(ulong term)
    {
        foreach (ulong entry in _file?.Find(term) ?? [])
        {
            yield return entry;
        }
        int at = Array.BinarySearch(_recent, new Posting(term, 0));
        for (at = at < 0 ? ~at : at; at < _recent.Length && _recent[at].Term == term; at++)
        {
            yield return _recent[at].Entry;
        }
    }

    private void CatchUp(LedgerView ledger)
    {
        OpenFile(ledger);
        ulong size = ledger.Size.Value;
        if (_size >= size)
        {
            return;
        }
        Posting[] fresh = PostingsOf(ledger, new TreeSize(_size), new TreeSize(size));
        _recent = _recent.Length == 0 ? fresh : [.. Posting.Merge(_recent, fresh)];
        _size = size;
    }

    /// <summary>The postings of the entries from one size of the tree to another, sorted.</summary>
    private static Posting[] PostingsOf(LedgerView ledger, TreeSize from, TreeSize to)
    {
        var postings = new List<Posting>();
        foreach (LedgerEntry entry in ledger.Entries(new EntryIndex(from.Value)).TakeWhile(entry => entry.Index.IsWithin(to)))
        {
            postings.AddRange(Term.Of(entry).Distinct().Select(term => new Posting(term.Value, entry.Index.Value)));
        }
        postings.Sort();
        return [.. postings];
    }

    private void OpenFile(LedgerView ledger)
    {
        if (_opened)
        {
            return;
        }
        _opened = true;
        ILedgerStorage? storage = null;
        try
        {
            storage = store?.Open();
            _file = storage is null ? null : IndexFile.Open(storage, ledger);
            _size = _file?.Head.Size.Value ?? 0;
        }
        catch (Exception e) when (e is LedgerDamagedException or MalformedException or IOException or UnauthorizedAccessException)
        {
            storage?.Dispose();
            Problem = e.Message;
        }
    }

    /// <summary>The file does not hold: everything is read from the ledger.</summary>
    private void PassOver(string problem)
    {
        _file?.Dispose();
        (_file, _recent, _size, Problem) = (null, [], 0, problem);
    }
}
