using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts;

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
    /// <summary>The fact under this key, or null.</summary>
    public static T? Find<T>(this IStateView state, StateKey<T> key)
        where T : class, IStateRecord<T> => state.Find(key.Path) is { } bytes ? Decode<T>(key.Path, bytes) : null;

    /// <summary>All facts under a prefix, in ordinal order of their keys.</summary>
    public static IReadOnlyList<T> List<T>(this LedgerState state, StatePrefix<T> prefix)
        where T : class, IStateRecord<T> => [.. state.List(prefix.Path).Select(pair => Decode<T>(pair.Key, pair.Value))];

    /// <summary>The same, each with the name that stands behind the prefix.</summary>
    public static IReadOnlyList<(string Name, T Fact)> ListNamed<T>(this LedgerState state, StatePrefix<T> prefix)
        where T : class, IStateRecord<T> =>
        [.. state.List(prefix.Path).Select(pair => (pair.Key[prefix.Path.Length..], Decode<T>(pair.Key, pair.Value)))];

    private static T Decode<T>(string key, byte[] bytes)
        where T : class, IStateRecord<T>
    {
        CborMap map = CborMap.Read(bytes, key);
        T record = T.Read(map);
        map.End();
        return record;
    }
}
