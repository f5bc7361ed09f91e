using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Evidence.Notes;
using Hallmark.Node;
using Hallmark.Operations;
using Hallmark.Operations.Publishing;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark publish</c>: lays the ledger out as static files (C2SP tlog-tiles) and has witnesses cosign them.</summary>
internal static class PublishVerb
{
    /// <summary>How long a witness may take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var folder = new Option<string?>("--out") { Description = "Folder to publish into; HOME/log where not given.", HelpName = "DIR" };
        var witness = new Option<string[]>("--witness")
        {
            Description = "A witness to ask for a cosignature, with its key; may be repeated.",
            HelpName = "URL=VKEY",
            DefaultValueFactory = _ => [],
        };
        var rebuild = new Option<bool>("--rebuild") { Description = "Make every file again: a changed one of the right length is not noticed otherwise." };
        var command = new Command("publish", "Publish the ledger as static files that anybody can verify.") { folder, witness, rebuild };
        command.SetBody(async invocation =>
        {
            WitnessClient[] witnesses = [.. invocation.Get(witness).Select(Read)];
            string directory = Path.GetFullPath(invocation.Get(folder) ?? invocation.Home.LogDirectory);
            using var publisher = new Publisher(invocation.Home, directory);
            PublishedLog log = await publisher.PublishAsync(invocation.Cancellation, invocation.Get(rebuild)).ConfigureAwait(false);
            IReadOnlyList<WitnessException> failures =
                await publisher.CosignAsync(log, witnesses, invocation.Cancellation).ConfigureAwait(false);
            Tell(invocation, log, directory, [.. witnesses.Where(one => failures.All(failure => failure.Witness != one.Address))]);
            foreach (WitnessException failure in failures)
            {
                invocation.Output.Fail(failure.Message, ExitCode.Failure);
            }
            return failures.Any(failure => failure.Contradicts) ? ExitCode.Tampered
                : failures.Count > 0 ? ExitCode.Failure
                : ExitCode.Good;
        });
        return command;
    }

    /// <summary>URL=VKEY; the first equals sign parts them.</summary>
    private static WitnessClient Read(string text)
    {
        string[] parts = text.Split('=', 2);
        if (parts.Length != 2 || !Uri.TryCreate(parts[0], UriKind.Absolute, out Uri? address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new UsageException($"--witness: '{text}' is not URL=VKEY with an address that begins with http:// or https://");
        }
        NoteKey key = WitnessVerb.ReadKey(parts[1], "--witness");
        return key.Type == NoteKeyType.Cosignature
            ? new WitnessClient(address, key, Limit)
            : throw new UsageException($"--witness: {key} is not a witness's key (type 4)");
    }

    private static void Tell(Invocation invocation, PublishedLog log, string directory, IReadOnlyList<WitnessClient> cosigned)
    {
        string[] keys = [.. log.Keys.OrderBy(key => key.Type).Select(key => key.ToText())];
        var json = new JsonObject
        {
            ["origin"] = log.Checkpoint.Origin,
            ["size"] = log.Checkpoint.Size.Value,
            ["root"] = log.Checkpoint.Root.ToString(),
            ["log"] = directory,
            ["keys"] = new JsonArray([.. keys.Select(key => JsonValue.Create(key))]),
            ["cosigned"] = new JsonArray([.. cosigned.Select(witness => JsonValue.Create(witness.Key.Name))]),
        };
        invocation.Output.Result(json, console =>
        {
            TextWriter writer = console.Profile.Out.Writer;
            writer.WriteLine($"{log.Checkpoint.Size} entries in {directory}");
            writer.WriteLine(string.Join('\n', keys));
            writer.Write(string.Concat(cosigned.Select(witness => $"cosigned by {witness.Key.Name}\n")));
        });
    }
}
