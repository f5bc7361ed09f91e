using Hallmark.Evidence;

namespace Hallmark.Api;

/// <summary>A new ledger, as <c>init</c> answers.</summary>
/// <param name="Home">Folder in which it lies.</param>
public sealed record LedgerAnswer(string Ledger, string Home, HeadAnswer Head)
{
    public static LedgerAnswer Of(Head head, string home) => new(head.Ledger.ToString(), home, HeadAnswer.Of(head));
}
