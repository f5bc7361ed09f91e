using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Engines;

/// <summary>How a ledger makes blocks final. A seam: a lone authority, proof of work, or a quorum.</summary>
public interface ISealingEngine
{
    /// <summary>Written into every header.</summary>
    string Name { get; }

    /// <summary>Signs the entries that the ledger itself writes: genesis and denials.</summary>
    ISigner Authority { get; }

    Seal Seal(BlockHeader header);
}

/// <summary>The embedded default: one authority signs every header.</summary>
public sealed class SoloSealing(ISigner authority) : ISealingEngine
{
    public const string EngineName = "solo";

    public string Name => EngineName;

    public ISigner Authority { get; } = authority;

    public Seal Seal(BlockHeader header) => Evidence.Seal.Sign(Authority, header);
}
