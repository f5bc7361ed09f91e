using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark trust</c>: what outsiders need to trust of the ledger, in one file that is no data.</summary>
internal static class TrustVerb
{
    public static Command Create()
    {
        var file = new OutputFileOption("--out", "Write it to this file; otherwise it is printed.");
        var witness = new Option<string[]>("--witness")
        {
            Description = "Key of a witness whose cosignature counts; may be repeated.",
            HelpName = "VKEY",
            DefaultValueFactory = _ => [],
        };
        var needed = new Option<int?>("--witnesses")
        {
            Description = "So many of them must have cosigned; all where not given.",
            HelpName = "N",
        };
        var command = new Command("trust", "Write what outsiders need to trust: ledger, key, witnesses.") { file, witness, needed };
        command.SetBody(async invocation =>
        {
            string? target = invocation.Get(file);
            string[] witnesses = invocation.Get(witness);
            var get = new GetTrust(
                [.. witnesses.Select(text => WitnessVerb.ReadKey(text, "--witness"))], invocation.Get(needed) ?? witnesses.Length);
            TrustRoot root = await invocation.AskAsync(get).ConfigureAwait(false);
            if (target is not null)
            {
                File.WriteAllText(target, root.ToText());
            }
            invocation.Output.Result(
                TrustAnswer.Of(root, target),
                console => Output.WriteLine(console, target is null ? root.ToText().TrimEnd('\n') : target));
            return ExitCode.Good;
        });
        return command;
    }
}
