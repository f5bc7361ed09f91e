using Hallmark.Ledger;

namespace Hallmark.Contracts.Governance;

/// <summary>
/// A block's time is its maker's word, and grants end by it. So it is held against the time that members sign into their own statements:
/// one that lies further from its block's than the window is denied, on record, and anybody recomputes that. A maker with a false clock, or
/// one that holds back or jumps ahead, denies everybody's statements from then on, and shows itself at once. A member whose clock is wrong
/// is told so by the same rule.
/// </summary>
public static class TimeRules
{
    /// <summary>Seconds, where genesis fixed no other window.</summary>
    public const long UsualWindow = 600;

    /// <summary>Most seconds between what a member signs and its block's time.</summary>
    public static long WindowOf(IStateView state) => state.Find(GovernanceKeys.Config)?.TimeWindow ?? UsualWindow;

    /// <param name="deferred">
    /// Whether statements of this kind may have been signed long before, such as votes of an admin whose key is kept offline: they are
    /// let in, and labelled.
    /// </param>
    internal static void Require(Ruling ruling, bool deferred)
    {
        if (ruling.Rules < RuleVersions.BlockTime)
        {
            return;
        }
        long window = WindowOf(ruling);
        long said = ruling.Statement.IssuedAt;
        long block = ruling.Block.TimeMs / 1000;
        bool timely = Int128.Abs((Int128)said - block) <= window;
        Ruling.Require(
            timely || deferred, "statement.time",
            $"it was signed at {Moment(said)}, its block is of {Moment(block)}: more than {window} seconds apart");
        if (!timely)
        {
            ruling.Emit("statement.deferred", ("signed", said.ToString()), ("block", block.ToString()));
        }
    }

    /// <summary>As people read it; a number where no calendar has it.</summary>
    internal static string Moment(long seconds) => seconds is >= 0 and < 253_402_300_800
        ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)
        : $"second {seconds}";
}
