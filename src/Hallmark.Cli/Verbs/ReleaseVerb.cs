using System.CommandLine;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Operations.Actions;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark release</c>: a run's model made known, on record.</summary>
internal static class ReleaseVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN");
        var file = new OutputFileOption("--out", "Write the plain model to this file.") { Required = true };
        var reveals = new Option<string?>("--reveals") { Description = "What it tells of the records it was trained on, for the record." };
        Option<string?> trainer = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("release", "Make a run's model known: what was trained on sealed batches is sealed until then.")
        {
            run, file, reveals, trainer, headOut,
        };
        command.SetBody(async invocation =>
        {
            string path = invocation.Get(file)!;
            var action = new ReleaseModel(invocation.Get(run)) { As = invocation.Get(trainer), Reveals = invocation.Get(reveals) };
            (ReleasedModelFile released, Head head) =
                await invocation.ActAsync(action, invocation.Get(headOut)).ConfigureAwait(false);
            DurableFile.Replace(path, released.Model);
            invocation.Output.Say($"the model of {released.Run} is in {path}, its release in entry {released.Entry}");
            invocation.Output.Result(ModelReleasedAnswer.Of(released, path, head));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }
}
