using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// Whether a block's entries are what their signers signed. A header knows only all entries together, and its maker's door has checked
/// each of them; so this is asked where the maker is somebody else, and where entry and header do not fit, to tell which entry was altered.
/// </summary>
internal static class EntrySignatures
{
    /// <param name="state">After the block: a key may be registered in it.</param>
    /// <returns>The first entry that is not what was signed, with the reason; null where every signature holds.</returns>
    public static (int Position, string Reason)? FindBad(ParsedBlock block, IContracts contracts, IStateView state, ISealVerifier seals)
    {
        string?[] problems = new string?[block.Entries.Count];
        Parallel.For(0, problems.Length, i => problems[i] = Problem(block, i, contracts, state, seals));
        int first = Array.FindIndex(problems, problem => problem is not null);
        return first < 0 ? null : (first, problems[first]!);
    }

    private static string? Problem(ParsedBlock block, int position, IContracts contracts, IStateView state, ISealVerifier seals)
    {
        ParsedEntry entry = block.Entries[position];
        if (entry.Statement is not { } statement)
        {
            return entry.Problem;
        }
        if (!statement.Bytes.Span.SequenceEqual(block.Record.Entries[position].Span))
        {
            return "has an unprotected header, which no signature covers";
        }
        return entry.IsOwn
            ? OwnProblem(block.Header, statement, seals) ?? (entry.Denial is { } denial ? Problem(denial.Denied, contracts, state) : null)
            : Problem(statement, contracts, state);
    }

    /// <summary>Without a header nobody can say who made the block: that it has none is told elsewhere.</summary>
    private static string? OwnProblem(BlockHeader? header, Statement entry, ISealVerifier seals) =>
        header is null || (entry.Issuer == Denial.Issuer && seals.VerifyOwnEntry(header, entry))
            ? null
            : "is not as a maker of this ledger's blocks writes it";

    private static string? Problem(Statement statement, IContracts contracts, IStateView state)
    {
        if (contracts.FindKey(state, statement.KeyId) is not { } registered)
        {
            return $"is signed with key {statement.KeyId}, which nobody registered";
        }
        if (registered.Member != statement.Issuer)
        {
            return $"says it is by {statement.Issuer}, but its key belongs to {registered.Member}";
        }
        using var key = new VerificationKey(registered.Key);
        return statement.Verify(key) ? null : "is not what was signed";
    }
}
