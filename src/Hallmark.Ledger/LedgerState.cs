using System.Collections.Concurrent;
using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>
/// The committed state: what all published blocks wrote. One writer (the sequencer) applies whole blocks; any number of
/// readers see single keys as of the last published block.
/// </summary>
public sealed class LedgerState : IStateView
{
    private readonly ConcurrentDictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>Running digest of all blocks' writes; all zeros before genesis.</summary>
    public Digest Root { get; private set; }

    public byte[]? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>All pairs whose key starts with <paramref name="prefix"/>, in ordinal order of keys. Walks the whole state: for people, not for contracts.</summary>
    public IReadOnlyList<(string Key, byte[] Value)> List(string prefix) =>
        [.. _values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    internal void Apply(StateOverlay overlay)
    {
        foreach (StateWrite write in overlay.Writes)
        {
            if (write.Value is null)
            {
                _values.TryRemove(write.Key, out _);
            }
            else
            {
                _values[write.Key] = write.Value;
            }
        }
        Root = overlay.NextRoot();
    }
}

/// <summary>The state inside a block being built or checked: the committed state under the writes of the entries before.</summary>
internal sealed class StateOverlay(LedgerState committed) : IStateView
{
    private readonly Dictionary<string, byte[]?> _written = new(StringComparer.Ordinal);
    private readonly List<StateWrite> _writes = [];

    public IReadOnlyList<StateWrite> Writes => _writes;

    public byte[]? Find(string key) => _written.TryGetValue(key, out byte[]? value) ? value : committed.Find(key);

    public void Add(IReadOnlyList<StateWrite> writes)
    {
        foreach (StateWrite write in writes)
        {
            _written[write.Key] = write.Value;
        }
        _writes.AddRange(writes);
    }

    public Digest NextRoot() => WriteSet.NextRoot(committed.Root, WriteSet.DigestOf(_writes));
}
