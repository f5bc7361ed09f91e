using Hallmark.Contracts.Policies;
using Hallmark.Evidence.Timestamps;

namespace Hallmark.Contracts.Governance;

/// <summary>Stamps of an authority outside on record, so that policies can ask how fresh the ledger's time is.</summary>
internal static class TimestampRules
{
    /// <summary>Any member puts a newer stamp on record, of a header before this block.</summary>
    public static void Record(Ruling ruling)
    {
        TimestampRecord record = Payload.Read<TimestampRecord>(ruling.Statement);
        Ruling.Require(
            record.Height < ruling.Block.Height, "timestamp.record.ahead",
            $"block {record.Height} is not before block {ruling.Block.Height}");
        long window = TimeRules.WindowOf(ruling);
        long block = ruling.Block.TimeMs / 1000;
        Ruling.Require(
            record.Time - (Int128)block <= window, "timestamp.record.time",
            $"it is stamped {record.Time - (Int128)block} seconds after its block's time, more than {window}");
        Ruling.Require(
            ruling.Find(GovernanceKeys.Timestamp) is not { } newest || record.Time > newest.Time, "timestamp.record.older",
            "a stamp that is as new is on record already");
        ObjectLimits.Require(ruling, record.Token, TimestampToken.SizeLimit, "timestamp.record.token");
        PolicyBook.Ask(ruling);
        ruling.Put(GovernanceKeys.Timestamp, new TimestampState(record.Height, record.Time, record.Authority, ruling.Sender.Name));
        ruling.Emit("timestamp.recorded", ("height", record.Height.ToString()), ("time", record.Time.ToString()));
    }
}

/// <summary>The newest stamp on record, as a policy sees it when a statement is decided.</summary>
internal sealed record KnownStamp(TimestampState State, long Blocks, long Age);
