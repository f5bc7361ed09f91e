using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Blocks;

/// <summary>
/// Where the entries of a block are not those that its header commits to, their own signatures tell which one was altered: the
/// header knows only all of them together.
/// </summary>
internal static class AlteredEntry
{
    /// <param name="state">After the block: a key may be registered in it.</param>
    /// <returns>The first position whose bytes are not what was signed; null where every signature holds.</returns>
    public static int? Find(ParsedBlock block, IContracts contracts, IStateView state, VerificationKey authority)
    {
        for (int i = 0; i < block.Entries.Count; i++)
        {
            if (block.Entries[i].Statement is not { } statement || !IsAsSigned(statement, block.Record.Entries[i], contracts, state, authority))
            {
                return i;
            }
        }
        return null;
    }

    private static bool IsAsSigned(Statement statement, ReadOnlyMemory<byte> entry, IContracts contracts, IStateView state, VerificationKey authority)
    {
        if (!statement.Bytes.Span.SequenceEqual(entry.Span))
        {
            return false; // no signature covers the unprotected header: an entry has an empty one
        }
        if (statement.KeyId == authority.Key.Thumbprint)
        {
            return statement.Verify(authority);
        }
        if (contracts.FindKey(state, statement.KeyId) is not { } registered)
        {
            return false;
        }
        using var key = new VerificationKey(registered.Key);
        return statement.Verify(key);
    }
}
