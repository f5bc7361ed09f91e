using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// A block with everything worked out that needs nothing but its own bytes — headers read, statements read, hashes taken — so
/// that this can go on for many blocks at once, ahead of the one who applies them in order.
/// </summary>
internal sealed class ParsedBlock
{
    /// <summary>Takes a block apart and checks its seal.</summary>
    public ParsedBlock(BlockRecord record, VerificationKey authority)
    {
        Record = record;
        Entries = [.. record.Entries.Zip(record.Outcomes, ParsedEntry.Read)];
        try
        {
            Header = BlockHeader.Read(record.Header);
            SealProblem = CheckSeal(record, Header, authority);
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

    private static string? CheckSeal(BlockRecord record, BlockHeader header, VerificationKey authority)
    {
        try
        {
            return Seal.Read(record.Seal).Verify(authority, record.Header.Span, header.TreeRoot, header.Ledger)
                ? null
                : "the seal is not the authority's signature over this header and tree root";
        }
        catch (MalformedException e)
        {
            return e.Message;
        }
    }
}

/// <summary>An entry as far as its own bytes say.</summary>
/// <param name="Statement">Null where it cannot be read; <paramref name="Problem"/> says why.</param>
/// <param name="Denial">What the entry denies, where it is a denial.</param>
public readonly record struct ParsedEntry(Statement? Statement, Denial? Denial, string? Problem, Digest LeafHash, Digest OutcomeHash)
{
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
