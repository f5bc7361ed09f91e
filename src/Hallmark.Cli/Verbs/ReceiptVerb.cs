using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Queries;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark receipt</c>: writes an entry's statement, its receipt and the ledger's public key as three files, from the home or
/// from static files alone.
/// </summary>
internal static class ReceiptVerb
{
    public static Command Create()
    {
        var entry = new Argument<ulong>("ENTRY") { Description = "Index of the entry, from 0." };
        var folder = new Option<string>("--out") { Description = "Folder to write to.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var log = new Option<string?>("--log") { Description = "A copy of the static files, in place of the home.", HelpName = "DIR" };
        var text = new Option<bool>("--tlog-proof")
        {
            Description = "Write a proof as text (C2SP tlog-proof) too, under the published checkpoint.",
        };
        var command = new Command("receipt", "Write offline proof that an entry is in the ledger.") { entry, folder, log, text };
        command.SetBody(async invocation =>
        {
            var get = new GetReceipt(new EntryIndex(invocation.Get(entry)), invocation.Get(log), invocation.Get(text));
            Write(invocation, invocation.Get(folder), get.Entry, await invocation.AskAsync(get).ConfigureAwait(false));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Write(Invocation invocation, string folder, EntryIndex index, EntryReceipt proven)
    {
        string directory = Directory.CreateDirectory(folder).FullName;
        string statement = Path.Combine(directory, $"entry-{index}.scitt");
        string receipt = Path.Combine(directory, $"entry-{index}.receipt");
        string key = Path.Combine(directory, "ledger.key");
        string? text = proven.TextProof is null ? null : Path.Combine(directory, $"entry-{index}.tlog-proof");
        File.WriteAllBytes(statement, proven.Statement.Bytes.ToArray());
        File.WriteAllBytes(receipt, proven.Receipt);
        File.WriteAllBytes(key, proven.Key.Encoded);
        if (text is not null)
        {
            File.WriteAllBytes(text, proven.TextProof!);
        }
        string[] written = [statement, receipt, key, .. text is null ? (string[])[] : [text]];
        invocation.Output.Result(
            new ReceiptAnswer(index.Value, proven.Statement.Kind, statement, receipt, key, text),
            console => Output.WriteLine(console, string.Join('\n', written)));
        invocation.Output.Say($"check it anywhere: hallmark verify {statement} --receipt {receipt} --key {key}");
    }
}
