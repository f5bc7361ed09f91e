using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Publishing;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

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
        command.SetBody(invocation =>
        {
            var index = new EntryIndex(invocation.Get(entry));
            Proven proven = invocation.Get(log) is { } copy ? FromFiles(StaticLog.Open(copy), index) : FromHome(invocation.Home, index);
            byte[]? textProof = invocation.Get(text) ? TextProof(invocation.Get(log) ?? invocation.Home.LogDirectory, index) : null;
            Write(invocation, invocation.Get(folder), index, proven, textProof);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Proven FromHome(Home home, EntryIndex index)
    {
        LedgerView ledger = home.OpenCommitted();
        RequireEntry(index, ledger.Size);
        return Proven.By(ledger.MakerKeys, ledger.ReadEntry(index).Statement, ledger.Receipt(index));
    }

    private static Proven FromFiles(StaticLogReader log, EntryIndex index)
    {
        RequireEntry(index, log.Size);
        return Proven.By(log.MakerKeys, Statement.Read(log.ReadEntry(index)), log.Receipt(index));
    }

    private static byte[] TextProof(string log, EntryIndex index)
    {
        if (!Directory.Exists(log))
        {
            throw new UsageException($"--tlog-proof: nothing is published in {log}; 'hallmark publish' does that");
        }
        var reader = new StaticLogReader(log);
        RequireEntry(index, reader.Checkpoint.Size);
        return reader.TlogProof(index).ToBytes();
    }

    private static void RequireEntry(EntryIndex index, TreeSize size)
    {
        if (index.Value >= size.Value)
        {
            throw new UsageException($"ENTRY: {index} is not in the ledger, which has {size} entries");
        }
    }

    private static void Write(Invocation invocation, string folder, EntryIndex index, Proven proven, byte[]? textProof)
    {
        string directory = Directory.CreateDirectory(folder).FullName;
        string statement = Path.Combine(directory, $"entry-{index}.scitt");
        string receipt = Path.Combine(directory, $"entry-{index}.receipt");
        string key = Path.Combine(directory, "ledger.key");
        string text = Path.Combine(directory, $"entry-{index}.tlog-proof");
        File.WriteAllBytes(statement, proven.Statement.Bytes.ToArray());
        File.WriteAllBytes(receipt, proven.Receipt);
        File.WriteAllBytes(key, proven.Key.Encoded);
        var json = new JsonObject
        {
            ["entry"] = index.Value,
            ["kind"] = proven.Statement.Kind,
            ["statement"] = statement,
            ["receipt"] = receipt,
            ["key"] = key,
        };
        if (textProof is not null)
        {
            File.WriteAllBytes(text, textProof);
            json["tlogProof"] = text;
        }
        string[] written = [statement, receipt, key, .. textProof is null ? (string[])[] : [text]];
        invocation.Output.Result(json, console => console.Profile.Out.Writer.WriteLine(string.Join('\n', written)));
        invocation.Output.Say($"check it anywhere: hallmark verify {statement} --receipt {receipt} --key {key}");
    }

    private sealed record Proven(Statement Statement, byte[] Receipt, CoseKey Key)
    {
        /// <param name="makers">One of them signed the receipt.</param>
        public static Proven By(IReadOnlyList<CoseKey> makers, Statement statement, byte[] receipt)
        {
            Digest signer = Evidence.Receipt.Read(receipt).KeyId;
            return new Proven(statement, receipt, makers.First(key => key.Thumbprint == signer));
        }
    }
}
