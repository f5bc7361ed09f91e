using System.CommandLine;
using Hallmark.Api;
using Hallmark.Operations.Schemas;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark schema</c>: shows the schema of a file and why, as a file to be edited.</summary>
internal static class SchemaVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = SourceOptions.Kinds };
        var label = new Option<string?>("--label")
        {
            Description = "Column with the labels; for arrays another such file, or a column's number.",
            HelpName = "COL",
        };
        Option<string?> target = SchemaOptions.Target();
        var into = new OutputFileOption("--out", "Write it to this file; otherwise it is printed.");
        var command = new Command("schema", "Show the schema of a file and why it is so, to be edited and given with --schema.")
        {
            file, label, target, into,
        };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(invocation =>
        {
            ProposedSchema proposed;
            using (var progress = new StageLines(invocation.Output))
            {
                proposed = new ProposeSchema(invocation.Get(file))
                {
                    Label = invocation.Get(label),
                    Target = invocation.Get(target),
                    Words = words.Read(invocation),
                    Progress = progress,
                }.Execute(invocation.Cancellation);
            }
            string text = SchemaFile.Write(proposed);
            string? path = invocation.Get(into);
            if (path is not null)
            {
                File.WriteAllText(path, text);
            }
            if (proposed.Asked.Count > 0)
            {
                invocation.Output.Warn(
                    $"{Words.Count(proposed.Asked.Count, "column is", "columns are")} asked for: {string.Join(", ", proposed.Asked)}");
            }
            invocation.Output.Result(
                SchemaAnswer.Of(proposed, text, path), console => Output.WriteLine(console, path ?? text.TrimEnd('\n')));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }
}
