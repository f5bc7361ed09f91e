using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark receipt</c>: writes an entry's statement, its receipt and the ledger's public key as three files.</summary>
internal static class ReceiptVerb
{
    public static Command Create()
    {
        var entry = new Argument<ulong>("ENTRY") { Description = "Index of the entry, from 0." };
        var folder = new Option<string>("--out") { Description = "Folder to write to.", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var command = new Command("receipt", "Write offline proof that an entry is in the ledger.") { entry, folder };
        command.SetBody(invocation =>
        {
            LedgerView ledger = invocation.Home.OpenForReading();
            ulong index = invocation.Get(entry);
            if (index >= ledger.Size.Value)
            {
                throw new UsageException($"ENTRY: {index} is not in the ledger, which has {ledger.Size} entries");
            }
            LedgerEntry found = ledger.ReadEntry(new EntryIndex(index));
            string directory = Directory.CreateDirectory(invocation.Get(folder)).FullName;
            string statement = Path.Combine(directory, $"entry-{index}.scitt");
            string receipt = Path.Combine(directory, $"entry-{index}.receipt");
            string key = Path.Combine(directory, "ledger.key");
            File.WriteAllBytes(statement, found.Statement.Bytes.ToArray());
            File.WriteAllBytes(receipt, ledger.Receipt(found.Index));
            File.WriteAllBytes(key, ledger.Genesis.Authority.Encoded);
            invocation.Output.Result(
                new JsonObject { ["entry"] = index, ["kind"] = found.Statement.Kind, ["statement"] = statement, ["receipt"] = receipt, ["key"] = key },
                console => console.Profile.Out.Writer.WriteLine($"{statement}\n{receipt}\n{key}"));
            invocation.Output.Say($"check it anywhere: hallmark verify {statement} --receipt {receipt} --key {key}");
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }
}
