namespace Hallmark.Ledger.Storage;

/// <summary>Every place in the code that flushes, so that a test can leave out exactly one and show what it is there for.</summary>
public enum FlushPoint
{
    /// <summary>A block, before anyone is told of it; also makes the mark of the block before durable.</summary>
    Group,

    /// <summary>
    /// Settling: what stands in the file, before both marks speak for it, and the zeros behind it, before a mark is touched that
    /// could be torn.
    /// </summary>
    Settle,

    /// <summary>Settling: the staler mark, before the other one is touched.</summary>
    StalerMark,

    /// <summary>Settling: the other mark, before the cut that says both are whole.</summary>
    OtherMark,

    /// <summary>Settling: the cut, before the ledger counts as closed or open.</summary>
    Cut,
}
