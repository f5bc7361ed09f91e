using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Custody;
using Hallmark.Evidence;

namespace Hallmark.Operations.Custody;

/// <summary>What the wrap of a batch's secret is bound to, as the ledger says it: for who wraps, who opens and who audits.</summary>
public static class WrapContexts
{
    /// <param name="use">Entry that records the use.</param>
    /// <param name="readerKey">Thumbprint of the key that it is wrapped to.</param>
    public static UseContext Of(Catalog catalog, BatchState batch, string reader, EntryIndex use, Digest readerKey) => new()
    {
        Ledger = catalog.Ledger.Id,
        Batch = batch.Id,
        Root = batch.Root,
        UseEntry = use.Value,
        UseStatement = catalog.Ledger.ReadEntry(use).Statement.Id,
        Custodian = batch.Provider,
        CustodianKey = catalog.Ledger.ReadEntry(batch.Entry).Statement.KeyId,
        Reader = reader,
        ReaderKey = readerKey,
    };
}
