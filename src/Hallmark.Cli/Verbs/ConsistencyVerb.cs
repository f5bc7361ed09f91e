using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark consistency</c>: that one state of a log is the beginning of a later one, from the home or from static files alone.
/// </summary>
internal static class ConsistencyVerb
{
    public static Command Create()
    {
        var older = new Argument<string>("OLD") { Description = "The earlier state: a head file, a checkpoint file, or a tree size." };
        var newer = new Argument<string>("NEW") { Description = "The later state, likewise." };
        var folder = new Option<string?>("--log") { Description = "A copy of the static files, in place of the home.", HelpName = "DIR" };
        var file = new Option<string?>("--out") { Description = "Write the receipt (RFC 9942) to this file.", HelpName = "FILE" };
        var key = new Option<string?>("--key")
        {
            Description = "The ledger's public key (COSE or PEM), from a source you trust.",
            HelpName = "K",
        };
        var command = new Command("consistency", "Prove that the log has only grown between two states.")
        {
            older, newer, folder, file, key,
        };
        command.SetBody(invocation =>
        {
            TreePoint from = TreePoint.Read(invocation.Get(older));
            TreePoint to = TreePoint.Read(invocation.Get(newer));
            CoseKey? trusted = invocation.Get(key) is { } path ? InputFile.Read(path, CoseKey.ReadFile) : null;
            LogTree tree = LogTree.Open(invocation.Home, invocation.Get(folder));
            RequireSizes(from, to, tree);
            string? problem = Stranger(tree, trusted, from, to) ?? Fork(tree, from, to);
            string? receipt = problem is null && invocation.Get(file) is { } target ? Write(tree, from.Size, to.Size, target) : null;
            Tell(invocation, tree, from, to, problem, receipt);
            return Task.FromResult(problem is null ? ExitCode.Good : ExitCode.Tampered);
        });
        return command;
    }

    /// <summary>A size alone claims nothing, so one that cannot be is a wrong question, not evidence.</summary>
    private static void RequireSizes(TreePoint from, TreePoint to, LogTree tree)
    {
        foreach (TreePoint point in (TreePoint[])[from, to])
        {
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

    private static string Write(LogTree tree, TreeSize from, TreeSize to, string file)
    {
        if (from.Value == 0 || from == to)
        {
            throw new UsageException("--out: RFC 9942 has no receipt for an empty tree nor for equal sizes; their roots are compared");
        }
        byte[] receipt = tree.ReceiptOf(tree.Proofs.Consistency(from, to))
            ?? throw new UsageException(
                $"--out: nothing that is kept here signs the tree of {to} entries; the newest with {tree.Size} is signed");
        File.WriteAllBytes(file, receipt);
        return file;
    }

    private static void Tell(Invocation invocation, LogTree tree, TreePoint from, TreePoint to, string? problem, string? receipt)
    {
        var json = new JsonObject
        {
            ["consistent"] = problem is null,
            ["ledger"] = tree.Ledger.ToString(),
            ["old"] = new JsonObject { ["name"] = from.Name, ["size"] = from.Size.Value, ["root"] = from.Root?.ToString() },
            ["new"] = new JsonObject { ["name"] = to.Name, ["size"] = to.Size.Value, ["root"] = to.Root?.ToString() },
        };
        json[problem is null ? "receipt" : "reason"] = problem ?? receipt;
        invocation.Output.Result(json, console => console.Profile.Out.Writer.WriteLine(problem is null
            ? $"consistent: the first {from.Size} entries of ledger {tree.Ledger} are the beginning of its {to.Size}"
            : $"not consistent: {problem}"));
        if (receipt is not null)
        {
            string old = from.Root is null ? "HEAD" : from.Name; // a size alone is no state to compare with
            invocation.Output.Say($"check it anywhere: hallmark verify --receipt {receipt} --old {old} --key KEY");
        }
    }
}
