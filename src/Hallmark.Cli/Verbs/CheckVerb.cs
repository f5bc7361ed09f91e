using System.CommandLine;
using System.Globalization;
using Hallmark.Api;
using Hallmark.Cli.Checking;
using Hallmark.Data.Sources;
using Hallmark.Operations;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark check</c>: measures a file that is on no ledger.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "CSV with a header, IDX (…ubyte, .idx, also .gz) or NumPy (.npy)." };
        var label = new Option<string?>("--label") { Description = "Column with the labels; for arrays another such file, or a column's number.", HelpName = "COL" };
        var source = new Option<string?>("--source") { Description = "Column that tells where each record comes from; for arrays as above.", HelpName = "COL" };
        var reference = new Option<string?>("--reference") { Description = "A file of the same form that was accepted before: has the data drifted?", HelpName = "FILE" };
        var shape = new Option<string?>("--shape") { Description = "Each record is a picture of so many rows and columns, e.g. 28x28.", HelpName = "HxW" };
        var seed = new Option<ulong>("--seed") { Description = "Decides folds and draws.", DefaultValueFactory = _ => 0 };
        var worst = new Option<int>("--worst") { Description = "Most suspect records shown to people; --json has all.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new Command("check", "Measure a file outside any ledger: wrong labels, copies, triggers, sources, drift.")
        {
            file, label, source, reference, shape, seed, worst,
        };
        command.SetBody(invocation =>
        {
            if (invocation.Get(source) is { } origin && origin == invocation.Get(label))
            {
                throw new UsageException($"--source: '{origin}' is the label; where records come from is another column");
            }
            var roles = new SourceRoles(invocation.Get(label), invocation.Get(source));
            CheckInput input = Read(invocation, invocation.Get(file), roles, invocation.Get(shape), null);
            CheckInput? accepted = invocation.Get(reference) is { } path
                ? Matching(Read(invocation, path, OfReference(roles), invocation.Get(shape), input), input, path)
                : null;
            DataCheckResult result;
            using (var progress = new StageProgress(invocation.Output))
            {
                result = DataCheck.Measure(input, accepted, invocation.Get(seed), progress.Report, invocation.Cancellation);
            }
            var report = new CheckText(invocation.Get(file), input, result);
            invocation.Output.Result(report.ToJson(), console => report.Write(console, Math.Max(0, invocation.Get(worst))));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static CheckInput Read(Invocation invocation, string path, SourceRoles roles, string? shape, CheckInput? like)
    {
        CheckInput input = CheckInputReader.Read(RecordSources.Open(path, roles), like, invocation.Cancellation);
        return shape is null ? input : input with { Shape = Shape(shape, input.FeatureNames.Count) };
    }

    /// <summary>A file of labels goes with the file that is checked, not with its reference.</summary>
    private static SourceRoles OfReference(SourceRoles roles) =>
        roles.Label is { } label && File.Exists(label) ? SourceRoles.None : roles with { Origin = null };

    private static ImageShape Shape(string text, int features)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is > 0 and <= 65_536
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is > 0 and <= 65_536
            && (long)height * width == features
            ? new ImageShape(height, width)
            : throw new UsageException($"--shape: '{text}' is not HEIGHTxWIDTH with the {features} features of a record");
    }

    /// <summary>The reference with the input's columns and classes, in the input's order.</summary>
    private static CheckInput Matching(CheckInput reference, CheckInput input, string path)
    {
        if (!reference.FeatureNames.SequenceEqual(input.FeatureNames))
        {
            string name = input.FeatureNames.Except(reference.FeatureNames).Concat(reference.FeatureNames.Except(input.FeatureNames)).FirstOrDefault() ?? "their order";
            throw new UsageException($"{path}: has other columns of numbers than the file that is checked ({name})");
        }
        int[] labels = [.. reference.Labels.Select(label => label < 0 ? -1 : input.Classes.ToList().IndexOf(reference.Classes[label]))];
        return reference with { Labels = labels, Classes = input.Classes };
    }
}
