using System.Collections.Concurrent;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>Compiled policies by the bytes they were compiled from. Only saves time: any entry can be lost.</summary>
internal sealed class PolicyCache
{
    private const int Limit = 256;

    private readonly ConcurrentDictionary<Digest, PolicyState> _states = [];
    private readonly ConcurrentDictionary<(Digest Document, string Kind, int Rules), CompiledPolicy> _compiled = [];

    /// <param name="state">Bytes of the policy's state.</param>
    /// <returns>Null where no document is in force in this block, or the one in force does not govern this kind.</returns>
    public CompiledPolicy? Find(byte[] state, BlockHeight height, string kind, int rules)
    {
        if (_states.Count > Limit || _compiled.Count > Limit)
        {
            _states.Clear();
            _compiled.Clear();
        }
        PolicyState policy = _states.GetOrAdd(Digest.Of(state), static (_, bytes) => Read(bytes), state);
        return policy.At(height) is { } document && document.Governs.Contains(kind)
            ? _compiled.GetOrAdd(
                (document.Digest, kind, rules), static (key, text) => CompiledPolicy.For(text, key.Kind, key.Rules), document)
            : null;
    }

    private static PolicyState Read(byte[] bytes)
    {
        CborMap map = CborMap.Read(bytes, "policy");
        var state = PolicyState.Read(map);
        map.End();
        return state;
    }
}
