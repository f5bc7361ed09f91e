using Hallmark.Evidence;

namespace Hallmark.Contracts;

/// <summary>A whole number: how many of something have been numbered so far, a balance, a counter.</summary>
public sealed record CounterState(long Value) : IStateRecord<CounterState>
{
    /// <summary>How many of something have been numbered so far.</summary>
    public static StateKey<CounterState> Of(string what) => new($"counter/{what}");

    public CborMapWriter ToMap() => new CborMapWriter().Integer("value", Value);

    public static CounterState Read(CborMap map) => new(map.Integer("value", long.MinValue));
}
