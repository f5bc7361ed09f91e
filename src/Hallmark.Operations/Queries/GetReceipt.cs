using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Ledger.Publishing;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Queries;

/// <summary>Offline proof that an entry is in the ledger, from the home or from static files alone.</summary>
/// <param name="Entry">Which one.</param>
/// <param name="Log">A copy of the static files, in place of the home; null for the home.</param>
/// <param name="WithText">Whether a proof as text (C2SP tlog-proof) is asked for too, under the published checkpoint.</param>
public sealed record GetReceipt(EntryIndex Entry, string? Log, bool WithText) : Query<EntryReceipt>
{
    public override Task<EntryReceipt> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        EntryReceipt receipt = Log is null ? FromHome(home.OpenCommitted()) : FromFiles(StaticLog.Open(Log));
        RegularFiles log = Log is null ? home.Home.Log : home.Home.FilesAt(Log);
        return Task.FromResult(WithText ? receipt with { TextProof = TextProof(log) } : receipt);
    }

    private EntryReceipt FromHome(LedgerView ledger)
    {
        RequireEntry(ledger.Size);
        return EntryReceipt.By(ledger.MakerKeys, ledger.ReadEntry(Entry).Statement, ledger.Receipt(Entry));
    }

    private EntryReceipt FromFiles(StaticLogReader log)
    {
        RequireEntry(log.Size);
        return EntryReceipt.By(log.MakerKeys, Statement.Read(log.ReadEntry(Entry)), log.Receipt(Entry));
    }

    private byte[] TextProof(RegularFiles log)
    {
        if (!Directory.Exists(log.Path))
        {
            throw new UsageException($"--tlog-proof: nothing is published in {log.Path}; 'hallmark publish' does that");
        }
        var reader = new StaticLogReader(log);
        RequireEntry(reader.Checkpoint.Size);
        return reader.TlogProof(Entry).ToBytes();
    }

    private void RequireEntry(TreeSize size)
    {
        if (!Entry.IsWithin(size))
        {
            throw new UsageException($"ENTRY: {Entry} is not in the ledger, which has {size} entries");
        }
    }
}

/// <param name="Statement">The entry, as it is hashed.</param>
/// <param name="Receipt">RFC 9942.</param>
/// <param name="Key">Of the maker of the block, who signed the receipt.</param>
/// <param name="TextProof">The proof as text, where it was asked for.</param>
public sealed record EntryReceipt(Statement Statement, byte[] Receipt, CoseKey Key, byte[]? TextProof = null)
{
    /// <param name="makers">One of them signed the receipt.</param>
    internal static EntryReceipt By(IReadOnlyList<CoseKey> makers, Statement statement, byte[] receipt)
    {
        Digest signer = Evidence.Receipt.Read(receipt).KeyId;
        return new EntryReceipt(statement, receipt, makers.First(key => key.Thumbprint == signer));
    }
}
