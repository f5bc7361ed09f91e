using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Streams;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark ingest</c>: takes messages in while they come, and registers them in batches.</summary>
internal static class IngestVerb
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "Where messages come from, each a JSON object: - for the lines of standard input, or a broker, "
                + "mqtt://[USER:PASSWORD@]HOST[:PORT] or mqtts://…",
        };
        var dataset = new Option<string>("--dataset")
        {
            Description = "Dataset whose schema the messages are held to; there is one since a file was registered.",
            HelpName = "D",
            Required = true,
        };
        var topic = new Option<string?>("--topic") { Description = "Topic of the broker, or a filter with + and #.", HelpName = "TOPIC" };
        var client = new Option<string?>("--client")
        {
            Description = "Name by which the broker keeps messages meanwhile; without it one made of ledger, dataset and provider.",
            HelpName = "NAME",
        };
        var name = new Option<string?>("--id")
        {
            Description = "Field that tells messages apart: one that comes again is passed over. Without it only what the broker itself "
                + "sends again is known.",
            HelpName = "FIELD",
        };
        var size = new Option<int>("--batch-size") { Description = "Messages of a batch.", DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<int>("--seconds")
        {
            Description = "Seconds after its first message when a batch is registered that has fewer.",
            DefaultValueFactory = _ => 60,
        };
        var origin = new Option<string?>("--origin") { Description = "Where the data come from; without it the broker and the topic." };
        var gateway = new Option<string?>("--gateway")
        {
            Description = "Gateway whose key signs in place of its provider's own: NAME or PROVIDER/NAME; 'hallmark gateway add' names it.",
            HelpName = "NAME",
        };
        Option<string[]> asWritten = SourceOptions.AsWritten();
        Option<string?> provider = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("ingest", "Take in messages while they come, and register them in batches.")
        {
            source, dataset, topic, client, name, size, seconds, origin, gateway, asWritten, provider, headOut,
        };
        command.SetBody(async invocation =>
        {
            var ingest = new IngestStream(
                MessageStreams.Find(
                    invocation.Get(source), invocation.Get(topic), invocation.Get(client), invocation.Output.Warn), invocation.Get(dataset))
            {
                As = invocation.Get(provider),
                NameField = invocation.Get(name),
                BatchSize = invocation.Get(size),
                Seconds = invocation.Get(seconds),
                Origin = invocation.Get(origin),
                Gateway = invocation.Get(gateway),
                AsWritten = invocation.Get(asWritten),
                Told = new Teller(invocation.Output),
            };
            (IngestedStream taken, Head head) = await invocation.ActAsync(ingest, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Say(
                $"{Words.Count(taken.Taken, "message")} taken, {taken.Known} known, {taken.Rejected} rejected; "
                + $"{Words.Count(taken.Batches, "batch", "batches")} registered, {Words.Count(taken.Waiting, "message")} left to register");
            TellRejected(invocation.Output, taken);
            invocation.Output.Result(IngestAnswer.Of(ingest.Dataset, taken, head));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            if (Failures.KindOf(taken) is { } nothing)
            {
                invocation.Output.Fail($"none of the messages is a record of {ingest.Dataset}: nothing was taken in", nothing.Exit);
                return nothing.Exit;
            }
            return ExitCode.Good;
        });
        return command;
    }

    private static void TellRejected(Output output, IngestedStream taken)
    {
        foreach ((string reason, long messages) in taken.Reasons)
        {
            output.Warn($"{Words.Count(messages, "message")} rejected: {reason}");
        }
        if (taken.RejectedFile is { } file)
        {
            output.Say($"rejected messages are kept with their reasons in {file}");
        }
    }

    /// <summary>Tells at once what happens, a line each.</summary>
    private sealed class Teller(Output output) : IProgress<StreamEvent>
    {
        public void Report(StreamEvent value)
        {
            if (output.Json)
            {
                output.Say(ApiJson.WriteLine(StreamEventAnswer.Of(value)));
                return;
            }
            switch (value)
            {
                case StreamEvent.Registered { Batches: [] } known:
                    output.Say($"{Words.Count(known.Messages, "message")}: on record already");
                    break;
                case StreamEvent.Registered fresh:
                    output.Say($"{string.Join(", ", fresh.Batches)}: {Words.Count(fresh.Messages, "message")}");
                    break;
                case StreamEvent.Drifted drift:
                    string mix = drift.Classes ? " and the mix of classes" : "";
                    output.Warn(
                        $"{string.Join(", ", drift.Batches)}: drift: {string.Join(", ", drift.Fields)}{mix} distributed otherwise "
                        + "than in accepted batches");
                    break;
                case StreamEvent.Unmeasured { Batches: [] } unmeasured:
                    output.Warn(unmeasured.Reason);
                    break;
                case StreamEvent.Unmeasured few:
                    output.Say($"{string.Join(", ", few.Batches)}: {few.Reason}");
                    break;
                case StreamEvent.Rejected rejected:
                    output.Warn(
                        $"{Words.Count(rejected.Messages, "message")} rejected; the first {rejected.Reason} (kept in {rejected.File})");
                    break;
            }
        }
    }
}
