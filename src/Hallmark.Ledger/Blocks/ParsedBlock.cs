using Hallmark.Evidence;
using Hallmark.Evidence.Seals;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// A block with everything worked out that needs nothing but its own bytes — headers read, seal verified, statements read, hashes taken
/// — so that this can go on for many blocks at once, ahead of the one who applies them in order.
/// </summary>
internal sealed class ParsedBlock
{
    /// <summary>Takes a block apart and verifies its seal.</summary>
    public ParsedBlock(BlockRecord record, ISealVerifier seals)
    {
        Record = record;
        Entries = [.. record.Entries.Zip(record.Outcomes, ParsedEntry.Read)];
        try
        {
            Header = BlockHeader.Read(record.Header);
            SealProblem = CheckSeal(record, Header, seals);
        }
        catch (MalformedException e)
        {
            HeaderProblem = e.Message;
        }
    }

    public BlockRecord Record { get; }

    /// <summary>Null where it cannot be read; <see cref="HeaderProblem"/> says why.</summary>
    public BlockHeader? Header { get; }

    public string? HeaderProblem { get; }

    /// <summary>Why the seal does not hold for this header, or null.</summary>
    public string? SealProblem { get; }

    public IReadOnlyList<ParsedEntry> Entries { get; }

    private static string? CheckSeal(BlockRecord record, BlockHeader header, ISealVerifier seals) =>
        record.Seal.Length > SealKinds.MaxSealBytes
            ? $"the seal has {record.Seal.Length} bytes, more than {SealKinds.MaxSealBytes}"
            : (seals.Verify(header, record.Header.Span, record.Seal) as SealVerdict.Bad)?.Reason;
}

/// <summary>An entry as far as its own bytes say.</summary>
/// <param name="Statement">Null where it cannot be read; <paramref name="Problem"/> says why.</param>
/// <param name="Denial">What the entry denies, where it is a denial.</param>
public readonly record struct ParsedEntry(Statement? Statement, Denial? Denial, string? Problem, Digest LeafHash, Digest OutcomeHash)
{
    /// <summary>Whether the ledger itself writes such an entry, so that no member signs it: the genesis, or a denial.</summary>
    public bool IsOwn => Denial.IsOwnKind(Statement?.Kind);

    internal static ParsedEntry Read(ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> outcome)
    {
        Digest leaf = MerkleTree.LeafHash(entry.Span);
        Digest outcomeHash = MerkleTree.LeafHash(outcome.Span);
        try
        {
            Statement statement = Statement.Read(entry);
            return new ParsedEntry(statement, statement.Kind == Denial.Kind ? Denial.Read(statement) : null, null, leaf, outcomeHash);
        }
        catch (MalformedException e)
        {
            return new ParsedEntry(null, null, e.Message, leaf, outcomeHash);
        }
    }
}
