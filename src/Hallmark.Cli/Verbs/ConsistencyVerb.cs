using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;
using Hallmark.Operations.Queries;

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
        var file = new OutputFileOption("--out", "Write the receipt (RFC 9942) to this file.");
        var key = new Option<string?>("--key")
        {
            Description = "The ledger's public key (COSE or PEM), from a source you trust.",
            HelpName = "K",
        };
        var command = new Command("consistency", "Prove that the log has only grown between two states.")
        {
            older, newer, folder, file, key,
        };
        command.SetBody(async invocation =>
        {
            string? target = invocation.Get(file);
            var prove = new ProveGrowth(
                TreePoint.Read(invocation.Get(older)), TreePoint.Read(invocation.Get(newer)), invocation.Get(folder),
                invocation.Get(key) is { } path ? InputFile.Read(path, CoseKey.ReadFile) : null, WithReceipt: target is not null);
            Growth growth = await invocation.AskAsync(prove).ConfigureAwait(false);
            if (growth.Receipt is not null)
            {
                File.WriteAllBytes(target!, growth.Receipt);
            }
            Tell(invocation, prove, growth, growth.Receipt is null ? null : target);
            return growth.Problem is null ? ExitCode.Good : ExitCode.Tampered;
        });
        return command;
    }

    private static void Tell(Invocation invocation, ProveGrowth asked, Growth growth, string? receipt)
    {
        string ledger = growth.Ledger.ToString();
        (TreePointAnswer from, TreePointAnswer to) = (TreePointAnswer.Of(asked.From), TreePointAnswer.Of(asked.To));
        invocation.Output.Result(
            growth.Problem is null
                ? new ConsistentAnswer(true, ledger, from, to, receipt)
                : new InconsistentAnswer(false, ledger, from, to, growth.Problem),
            console => Output.WriteLine(console, growth.Problem is null
                ? $"consistent: the first {Words.Count((long)from.Size, "entry", "entries")} of ledger {ledger} "
                    + $"{(from.Size == 1 ? "is" : "are")} the beginning of its {to.Size}"
                : $"not consistent: {growth.Problem}"));
        if (receipt is not null)
        {
            string old = from.Root is null ? "HEAD" : from.Name; // a size alone is no state to compare with
            invocation.Output.Say($"check it anywhere: hallmark verify --receipt {receipt} --old {old} --key KEY");
        }
    }
}
