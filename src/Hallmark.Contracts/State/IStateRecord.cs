using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.State;

/// <summary>A fact in the state: its deterministic CBOR map and the way back.</summary>
public interface IStateRecord<TSelf>
    where TSelf : class, IStateRecord<TSelf>
{
    CborMapWriter ToMap();

    static abstract TSelf Read(CborMap map);
}

/// <summary>Typed reading of the state.</summary>
public static class StateReading
{
    public static T? Find<T>(this IStateView state, string key)
        where T : class, IStateRecord<T> => state.Find(key) is { } bytes ? Decode<T>(key, bytes) : null;

    /// <summary>All facts under a prefix, in ordinal order of their keys.</summary>
    public static IReadOnlyList<T> List<T>(this LedgerState state, string prefix)
        where T : class, IStateRecord<T> => [.. state.List(prefix).Select(pair => Decode<T>(pair.Key, pair.Value))];

    private static T Decode<T>(string key, byte[] bytes)
        where T : class, IStateRecord<T>
    {
        CborMap map = CborMap.Read(bytes, key);
        T record = T.Read(map);
        map.End();
        return record;
    }
}
