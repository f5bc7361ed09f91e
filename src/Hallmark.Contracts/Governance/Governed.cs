using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Governance;

/// <summary>What came of a statement that governs: it happened, or it waits for the admins' quorum.</summary>
public abstract record Governed
{
    private Governed()
    {
    }

    /// <param name="From">First block in which it holds; null where its kind knows no such thing.</param>
    public sealed record Enacted(BlockHeight? From) : Governed;

    /// <param name="Number">Of the proposal.</param>
    /// <param name="Quorum">Approvals that it needs; it has one.</param>
    public sealed record Proposed(long Number, int Quorum) : Governed;

    /// <param name="outcome">Of an accepted statement whose payload is an <see cref="IGovernedPayload{TSelf}"/>.</param>
    public static Governed Read(Outcome outcome) =>
        outcome.Events.FirstOrDefault(item => item.Name == "proposal.made") is { } made
            ? new Proposed(
                long.Parse(made.Attribute("proposal"), CultureInfo.InvariantCulture),
                int.Parse(made.Attribute("quorum"), CultureInfo.InvariantCulture))
            : new Enacted(
                outcome.Events.Select(item => item.Find("from")).FirstOrDefault(from => from is not null) is { } from
                    ? new BlockHeight(ulong.Parse(from, CultureInfo.InvariantCulture))
                    : null);
}
