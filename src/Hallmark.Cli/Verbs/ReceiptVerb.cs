using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Operations;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark receipt</c>: writes an entry's statement, its receipt and the ledger's public key as three files, from the home or
/// from static files alone; or all that shows who said it as one.
/// </summary>
internal static class ReceiptVerb
{
    public static Command Create()
    {
        var entry = new Argument<ulong>("ENTRY") { Description = "Index of the entry, from 0." };
        var target = new Option<string?>("--out") { Description = "Folder to write to; a file with --bundle.", HelpName = "PATH" };
        var log = new Option<string?>("--log") { Description = "A copy of the static files, in place of the home.", HelpName = "DIR" };
        var text = new Option<bool>("--tlog-proof")
        {
            Description = "Write a proof as text (C2SP tlog-proof) too, under the published checkpoint.",
        };
        var bundle = new Option<bool>("--bundle")
        {
            Description = "Write one file that also shows whose the issuer's key is, from the genesis on.",
        };
        var witnessed = new Option<bool>("--witnessed")
        {
            Description = "With --bundle: under the published checkpoint, with its witnesses' signatures.",
        };
        var command = new Command("receipt", "Write offline proof that an entry is in the ledger.")
        {
            entry, target, log, text, bundle, witnessed,
        };
        command.SetBody(async invocation =>
        {
            var index = new EntryIndex(invocation.Get(entry));
            bool asText = invocation.Get(text);
            if (invocation.Get(bundle))
            {
                if (invocation.Get(log) is not null || asText)
                {
                    throw new UsageException("--bundle: is made from the home, and goes with neither --log nor --tlog-proof");
                }
                var evidence = new GetEvidence(index, invocation.Get(witnessed));
                Write(invocation, invocation.Get(target), await invocation.AskAsync(evidence).ConfigureAwait(false));
                return ExitCode.Good;
            }
            if (invocation.Get(witnessed))
            {
                throw new UsageException("--witnessed: goes with --bundle");
            }
            var get = new GetReceipt(index, invocation.Get(log), asText);
            Write(invocation, invocation.Get(target) ?? ".", index, await invocation.AskAsync(get).ConfigureAwait(false));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Write(Invocation invocation, string folder, EntryIndex index, EntryReceipt proven)
    {
        OutputFile.RequireFolder("--out", folder);
        string directory = Directory.CreateDirectory(folder).FullName;
        string statement = Path.Combine(directory, $"entry-{index}.scitt");
        string receipt = Path.Combine(directory, $"entry-{index}.receipt");
        string key = Path.Combine(directory, "ledger.key");
        string? text = proven.TextProof is null ? null : Path.Combine(directory, $"entry-{index}.tlog-proof");
        string[] written = [statement, receipt, key, .. text is null ? (string[])[] : [text]];
        Array.ForEach(written, path => OutputFile.Require("--out", path));
        File.WriteAllBytes(statement, proven.Statement.Bytes.ToArray());
        File.WriteAllBytes(receipt, proven.Receipt);
        File.WriteAllBytes(key, proven.Key.Encoded);
        if (text is not null)
        {
            File.WriteAllBytes(text, proven.TextProof!);
        }
        invocation.Output.Result(
            new ReceiptAnswer(index.Value, proven.Statement.Kind, statement, receipt, key, text),
            console => Output.WriteLine(console, string.Join('\n', written)));
        invocation.Output.Say(
            $"check it anywhere: hallmark verify {statement} --receipt {receipt} --key {key} "
            + $"--ledger {Receipt.Read(proven.Receipt).Ledger} --issuer-key KEY-OF-{proven.Statement.Issuer}");
    }

    private static void Write(Invocation invocation, string? target, EvidenceBundle bundle)
    {
        string file = Path.GetFullPath(target ?? $"entry-{bundle.Entry}.evidence");
        OutputFile.Require("--out", file);
        File.WriteAllBytes(file, bundle.ToBytes());
        invocation.Output.Result(EvidenceAnswer.Of(bundle, file), console => Output.WriteLine(console, file));
        invocation.Output.Say($"check it anywhere: hallmark verify {file} --trust TRUST, which 'hallmark trust' writes");
    }
}
