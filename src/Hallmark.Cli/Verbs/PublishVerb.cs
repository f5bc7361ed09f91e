using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
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
        var command = new Command("publish", "Publish the ledger as static files that anybody can verify.")
        {
            folder, witness, NameKey(),
        };
        command.SetBody(async invocation =>
        {
            if (invocation.Get(folder) is { } target)
            {
                OutputFile.RequireFolder(folder.Name, target);
            }
            var publish = new PublishLog(invocation.Get(folder), [.. invocation.Get(witness).Select(Read)]);
            LogPublished published = await publish.ExecuteAsync(invocation.Home, invocation.Cancellation).ConfigureAwait(false);
            Tell(invocation, published);
            foreach (WitnessException failure in published.Failures)
            {
                invocation.Output.Fail(failure.Message, ExitCode.Failure);
            }
            return published.Failures.Any(failure => failure.Contradicts) ? ExitCode.Tampered
                : published.Failures.Count > 0 ? ExitCode.Failure
                : ExitCode.Good;
        });
        return command;
    }

    private static Command NameKey()
    {
        Option<string?> admin = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command(
            "name-key", "As an admin, put on record by which key the ledger is published: the one kept in the home.") { admin, headOut };
        command.SetBody(async invocation =>
        {
            var name = new NameLogKey { As = invocation.Get(admin) };
            (LogKeyNamed named, Head head) = await invocation.ActAsync(name, invocation.Get(headOut)).ConfigureAwait(false);
            GovernedOutput.Tell(invocation, named.Outcome, "the key that signs checkpoints is on record");
            invocation.Output.Result(LogKeyAnswer.Of(named));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
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

    private static void Tell(Invocation invocation, LogPublished published)
    {
        PublishedAnswer answer = PublishedAnswer.Of(published);
        invocation.Output.Result(answer, console =>
        {
            Output.WriteLine(console, $"{Words.Count((long)answer.Size, "entry", "entries")} in {answer.Log}");
            foreach (string line in answer.Keys.Concat(answer.Cosigned.Select(name => $"cosigned by {name}")))
            {
                Output.WriteLine(console, line);
            }
        });
    }
}
