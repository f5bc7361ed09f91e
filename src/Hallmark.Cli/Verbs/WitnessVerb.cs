using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Node;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark witness</c>: a witness of other logs (C2SP tlog-witness). It needs no ledger, only a folder for its key and its record.
/// </summary>
internal static class WitnessVerb
{
    public static Command Create()
    {
        var folder = new Option<string>("--dir")
        {
            Description = "Folder of the witness: its key and what it cosigned last.",
            HelpName = "DIR",
            Required = true,
        };
        Option<string> listen = ServeVerb.Listen(8081);
        var name = new Option<string>("--name")
        {
            Description = "The witness's name, such as witness.example/w1.",
            HelpName = "NAME",
            Required = true,
        };
        var logs = new Option<string[]>("--log")
        {
            Description = "Key of a log to cosign, from a source you trust; may be repeated.",
            HelpName = "VKEY",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("witness", "Cosign the checkpoints of other logs.") { folder, listen, name, logs };
        command.SetBody(async invocation =>
        {
            Uri address = Service.ReadAddress(invocation.Get(listen));
            OutputFile.RequireFolder(folder.Name, invocation.Get(folder));
            string directory = Path.GetFullPath(invocation.Get(folder));
            NoteKey[] known = [.. invocation.Get(logs).Select(text => ReadKey(text, "--log"))];
            using var store = new WitnessStore(directory);
            using Ed25519Key key = NoteKeyFile.FindOrCreate(new RegularFiles(directory), "witness.ed25519");
            using var witness = new Node.Witness(invocation.Get(name), key, known, store, invocation.Clock);
            string text = witness.Key.ToText();
            var answer = new WitnessServingAnswer(witness.Key.Name, text, [.. known.Select(log => log.Name)], "");
            if (!invocation.Output.Json)
            {
                invocation.Output.Result(answer, console => Output.WriteLine(console, text));
            }
            return await Service.RunAsync(
                invocation,
                () => NodeServer.StartAsync(address, routes => WitnessEndpoints.Map(routes, "", witness), invocation.Cancellation),
                at => answer with { Address = at }, token => Task.Delay(Timeout.Infinite, token)).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>Reads a vkey from the command line.</summary>
    /// <exception cref="UsageException">Not such a text; names the option.</exception>
    public static NoteKey ReadKey(string text, string option)
    {
        try
        {
            return NoteKey.Parse(text);
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{option}: {e.Message}");
        }
    }
}
