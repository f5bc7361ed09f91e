using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts;

/// <summary>
/// What came of an accepted statement, as the rule of its kind says it in an event and whoever handed it in reads it there: one type writes
/// and
/// reads it, so nobody looks events up by name.
/// </summary>
public interface IResult<TSelf>
    where TSelf : IResult<TSelf>
{
    LedgerEvent ToEvent();

    /// <param name="outcome">Of an accepted statement of this result's kind.</param>
    /// <exception cref="Evidence.MalformedException">It is another kind's.</exception>
    static abstract TSelf Read(Outcome outcome);
}

/// <summary>A payload that says what comes of it.</summary>
public interface IPayload<TSelf, TResult> : IPayload<TSelf>
    where TSelf : IPayload<TSelf, TResult>
    where TResult : IResult<TResult>
{
}

/// <summary>Reading of events.</summary>
internal static class EventReading
{
    public static LedgerEvent Event(this Outcome outcome, string name) =>
        outcome.Events.FirstOrDefault(item => item.Name == name)
            ?? throw new Evidence.MalformedException("outcome", $"has no event {name}");

    public static string Attribute(this LedgerEvent item, string name) =>
        item.Find(name) ?? throw new Evidence.MalformedException($"event {item.Name}", $"has no attribute {name}");
}
