using System.CommandLine;
using System.Globalization;
using Hallmark.Api;
using Hallmark.Cli.Checking;
using Hallmark.Operations;
using Hallmark.Operations.Checking;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark check</c>: measures a file that is on no ledger.</summary>
internal static class CheckVerb
{
    private const int SideLimit = 65_536;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = SourceOptions.Kinds };
        Option<string?> label = SchemaOptions.Label();
        Option<string?> target = SchemaOptions.Target();
        Option<string?> schema = SchemaOptions.Schema();
        var source = new Option<string?>("--source")
        {
            Description = "Column that tells where each record comes from; for arrays as above.",
            HelpName = "COL",
        };
        var reference = new Option<string?>("--reference")
        {
            Description = "A file of the same form that was accepted before: has the data drifted?",
            HelpName = "FILE",
        };
        var shape = new Option<string?>("--shape")
        {
            Description = "Each record is a picture of so many rows and columns, e.g. 28x28.",
            HelpName = "HxW",
        };
        var seed = new Option<ulong>("--seed") { Description = "Decides folds and draws.", DefaultValueFactory = _ => 0 };
        var worst = new Option<int>("--worst")
        {
            Description = "Most suspect records shown to people; --json has all.",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command("check", "Measure a file outside any ledger: wrong labels, copies, triggers, sources, drift.")
        {
            file, label, target, schema, source, reference, shape, seed, worst,
        };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(invocation =>
        {
            CheckedFile found;
            using (var progress = new StageLines(invocation.Output))
            {
                found = new CheckFile(invocation.Get(file))
                {
                    Label = invocation.Get(label),
                    Target = invocation.Get(target),
                    SchemaFile = invocation.Get(schema),
                    Words = words.Read(invocation),
                    Source = invocation.Get(source),
                    Reference = invocation.Get(reference),
                    Shape = invocation.Get(shape) is { } text ? ShapeOf(text) : null,
                    Seed = invocation.Get(seed),
                    Progress = progress,
                }.Execute(invocation.Cancellation);
            }
            TableOptions.Tell(invocation.Output, found.Source);
            TableOptions.Tell(invocation.Output, found.Reference);
            invocation.Output.Result(
                CheckAnswer.Of(found), console => new CheckText(found).Write(console, Math.Max(0, invocation.Get(worst))));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static ImageShape ShapeOf(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is > 0 and <= SideLimit
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is > 0 and <= SideLimit
            ? new ImageShape(height, width)
            : throw new UsageException($"--shape: '{text}' is not HEIGHTxWIDTH, e.g. 28x28");
    }
}
