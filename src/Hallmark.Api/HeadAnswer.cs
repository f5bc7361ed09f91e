using Hallmark.Evidence;

namespace Hallmark.Api;

/// <summary>The head of a ledger: what an outsider must remember to notice a rollback.</summary>
/// <param name="Ledger">Id of the ledger, 64 hexadecimal digits.</param>
/// <param name="Height">Height of the newest block.</param>
/// <param name="Header">Hash of its header.</param>
/// <param name="Size">Entries in the tree.</param>
/// <param name="Root">Root of the tree.</param>
public sealed record HeadAnswer(string Ledger, ulong Height, string Header, ulong Size, string Root)
{
    public static HeadAnswer Of(Head head) =>
        new(head.Ledger.ToString(), head.Height.Value, head.HeaderHash.ToString(), head.Size.Value, head.TreeRoot.ToString());
}
