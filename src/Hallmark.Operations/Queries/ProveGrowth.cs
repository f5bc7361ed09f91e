using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Queries;

/// <summary>Whether one state of a log is the beginning of a later one, from the home or from static files alone.</summary>
/// <param name="Log">A copy of the static files, in place of the home; null for the home.</param>
/// <param name="Trusted">The ledger's public key, from a source that is trusted; null to take the log's own word for it.</param>
/// <param name="WithReceipt">Whether a receipt (RFC 9942) is asked for.</param>
public sealed record ProveGrowth(TreePoint From, TreePoint To, string? Log, CoseKey? Trusted, bool WithReceipt) : Query<Growth>
{
    /// <exception cref="UsageException">The log has not so many entries, or nothing that is kept signs the newer tree.</exception>
    public override Task<Growth> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        LogTree tree = LogTree.Open(home, Log);
        RequireSizes(From, To, tree);
        string? problem = Stranger(tree, Trusted, From, To) ?? Fork(tree, From, To);
        return Task.FromResult(new Growth(tree.Ledger, problem, problem is null && WithReceipt ? Receipt(tree, From.Size, To.Size) : null));
    }

    /// <summary>A size alone claims nothing, so one that cannot be is a wrong question, not evidence.</summary>
    private static void RequireSizes(TreePoint from, TreePoint to, LogTree tree)
    {
        foreach (TreePoint point in (TreePoint[])[from, to])
        {
            if (point.Size.Value == 0)
            {
                throw new UsageException($"{point.Name}: a tree without entries is the beginning of every other, so it proves nothing");
            }
            if (point.Root is null && point.Size.Value > tree.Size.Value)
            {
                throw new UsageException($"{point.Name}: the log has only {tree.Size} entries");
            }
        }
        if (from.Size.Value > to.Size.Value && (from.Root is null || to.Root is null))
        {
            throw new UsageException($"OLD has {from.Size} entries, more than NEW with {to.Size}");
        }
    }

    private static string? Stranger(LogTree tree, CoseKey? trusted, TreePoint from, TreePoint to) =>
        trusted is not null && !tree.MakerKeys.Contains(trusted)
            ? $"ledger {tree.Ledger} is sealed by another key than the one given"
            : from.Stranger(tree.Ledger, tree.MakerKeys) ?? to.Stranger(tree.Ledger, tree.MakerKeys);

    /// <summary>Why the one is not the beginning of the other, or null.</summary>
    private static string? Fork(LogTree tree, TreePoint from, TreePoint to)
    {
        if (from.Size.Value > to.Size.Value)
        {
            return $"{from.Name} has {from.Size} entries, {to.Name} only {to.Size}: entries were taken away";
        }
        if (to.Size.Value > tree.Size.Value)
        {
            return $"{to.Name} has {to.Size} entries, the log only {tree.Size}: entries were taken away";
        }
        return (Problem(tree, from) ?? Problem(tree, to)) is { } problem ? problem : Unproven(tree, from, to);
    }

    private static string? Problem(LogTree tree, TreePoint point)
    {
        Digest there = tree.Proofs.Root(point.Size);
        if (point.Root is { } root && root != there)
        {
            return $"{point.Name} has root {root} at {point.Size} entries, the log has {there}: one of them was rewritten";
        }
        return point.Head is { } head && tree.Contradiction(head) is { } contradiction ? $"{point.Name}: {contradiction}" : null;
    }

    /// <summary>The proof is checked as an outsider would.</summary>
    private static string? Unproven(LogTree tree, TreePoint from, TreePoint to) =>
        from.Size.Value == 0
        || tree.Proofs.Consistency(from.Size, to.Size).Check(tree.Proofs.Root(from.Size), tree.Proofs.Root(to.Size)) == ProofStatus.Good
            ? null
            : $"{from.Name} is not the beginning of {to.Name}";

    private static byte[] Receipt(LogTree tree, TreeSize from, TreeSize to)
    {
        if (from.Value == 0 || from == to)
        {
            throw new UsageException("--out: RFC 9942 has no receipt for an empty tree nor for equal sizes; their roots are compared");
        }
        return tree.ReceiptOf(tree.Proofs.Consistency(from, to))
            ?? throw new UsageException(
                $"--out: nothing that is kept here signs the tree of {to} entries; the newest with {tree.Size} is signed");
    }
}

/// <param name="Problem">Why the one is not the beginning of the other; null where it is.</param>
/// <param name="Receipt">That it is, where it was asked for.</param>
public sealed record Growth(Digest Ledger, string? Problem, byte[]? Receipt);
