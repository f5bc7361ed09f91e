namespace Hallmark.Ledger;

/// <summary>What recovery found behind the last whole block.</summary>
/// <param name="Offset">End of the last whole block, in bytes.</param>
/// <param name="TailBytes">Bytes behind it that are no whole block: a group that was never acknowledged. 0 after a clean close.</param>
public sealed record Recovery(long Offset, long TailBytes);

/// <summary>
/// Brings a ledger's file into memory by the normal apply path. Under the commit mark everything must be whole; behind it whole
/// blocks count and the rest is reported, for the writer to cut.
/// </summary>
internal static class LedgerLoader
{
    /// <exception cref="LedgerDamagedException">Something under the mark is not what was committed.</exception>
    public static (LedgerView View, BlockApplier Applier, Recovery Recovery) Load(LedgerFile file, IContracts contracts)
    {
        var walk = new BlockWalk(file, contracts);
        walk.RequireLength();
        walk.Run(evenFaulty: false, block =>
        {
            if (block.Faults.Count > 0)
            {
                throw file.Damaged(block.Found.Offset, block.Faults[0].Message, block.Faults[0].Height, block.Faults[0].Entry);
            }
        });
        return (walk.View, walk.Applier, new Recovery(walk.Offset, walk.TailBytes));
    }
}
