using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger;

/// <summary>
/// The committed state: what all published blocks wrote. One writer (the sequencer) applies whole blocks; any number of
/// readers see it as of the last published block.
/// </summary>
public sealed class LedgerState : IStateView
{
    private readonly Lock _lock = new();
    private readonly StateTable _table;

    public LedgerState()
        : this(new StateTable(), default)
    {
    }

    internal LedgerState(StateTable table, Digest root) => (_table, Root) = (table, root);

    /// <summary>Running digest of all blocks' writes; all zeros before genesis.</summary>
    public Digest Root { get; private set; }

    public byte[]? Find(string key)
    {
        lock (_lock)
        {
            return _table.Find(key);
        }
    }

    /// <summary>
    /// All pairs whose key starts with <paramref name="prefix"/>, in ordinal order of keys. Walks the whole state: for people, not for
    /// contracts.
    /// </summary>
    public IReadOnlyList<(string Key, byte[] Value)> List(string prefix)
    {
        lock (_lock)
        {
            return [.. _table.List(prefix).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>How many keys there are.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _table.Count;
            }
        }
    }

    internal IReadOnlyList<byte[]> ToPages()
    {
        lock (_lock)
        {
            return _table.ToPages();
        }
    }

    internal void Apply(StateOverlay overlay)
    {
        Digest root = overlay.NextRoot();
        lock (_lock)
        {
            foreach (StateWrite write in overlay.Writes)
            {
                if (write.Value is null)
                {
                    _table.Remove(write.Key);
                }
                else
                {
                    _table.Set(write.Key, write.Value);
                }
            }
            Root = root;
        }
    }
}

/// <summary>The state inside a block being built or checked: the committed state under the writes of the entries before.</summary>
internal sealed class StateOverlay(LedgerState committed) : IStateView
{
    private readonly Dictionary<string, byte[]?> _written = new(StringComparer.Ordinal);
    private readonly List<StateWrite> _writes = [];
    private Digest? _nextRoot;

    public IReadOnlyList<StateWrite> Writes => _writes;

    public byte[]? Find(string key) => _written.TryGetValue(key, out byte[]? value) ? value : committed.Find(key);

    public void Add(IReadOnlyList<StateWrite> writes)
    {
        foreach (StateWrite write in writes)
        {
            _written[write.Key] = write.Value;
        }
        _writes.AddRange(writes);
        _nextRoot = null;
    }

    public Digest NextRoot() => _nextRoot ??= WriteSet.NextRoot(committed.Root, WriteSet.DigestOf(_writes));
}
