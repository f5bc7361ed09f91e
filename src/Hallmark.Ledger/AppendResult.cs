using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>What became of a block that was made elsewhere, as <see cref="Submission"/> says it of a statement.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>It is in this ledger now, durable and published.</summary>
    public sealed record Accepted(BlockHeader Header) : AppendResult;

    /// <summary>Something about it does not hold; nothing was changed.</summary>
    /// <param name="Reason">Names the part: height, header, seal, or the entry.</param>
    public sealed record Refused(string Reason) : AppendResult;
}
