using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Ledger.Engines;

/// <summary>
/// The kinds of producer that Hallmark itself has files for, chosen by the genesis: what <see cref="SealKinds.BuiltIn"/> is for seals. A
/// new kind gets a line here and one there.
/// </summary>
public static class BlockProducers
{
    /// <summary>Kind of a new ledger unless its founder asks for another.</summary>
    public const string Default = SoloSeal.Kind;

    /// <param name="own">This node's key.</param>
    /// <exception cref="UnknownSealKindException">The genesis names a kind that this program cannot make.</exception>
    public static IBlockProducer Create(Genesis genesis, ISigner own) => genesis.Engine switch
    {
        SoloSeal.Kind => new SoloProducer(own),
        _ => throw new UnknownSealKindException(genesis.Engine),
    };
}
