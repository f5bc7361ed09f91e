using System.CommandLine;
using Hallmark.Api;
using Hallmark.Data.Records;
using Hallmark.Operations;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Schemas;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark schema</c>: shows the schema of a file and why, as a file to be edited.</summary>
internal static class SchemaVerb
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = SourceOptions.Kinds, Arity = ArgumentArity.ZeroOrOne };
        var dataset = new Option<string?>("--dataset")
        {
            Description = "Print the schema of this dataset of the home instead, as it is on record.",
            HelpName = "D",
        };
        var version = new Option<int?>("--number")
        {
            Description = "Which of the dataset's schemas, from 1 ('hallmark dataset show' lists them); otherwise the one in force.",
            HelpName = "N",
        };
        Option<string?> label = SchemaOptions.Label();
        Option<string?> target = SchemaOptions.Target();
        var into = new OutputFileOption("--out", "Write it to this file; otherwise it is printed.");
        var command = new Command("schema", "Show the schema of a file and why it is so, to be edited and given with --schema.")
        {
            file, label, target, dataset, version, into,
        };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(async invocation =>
        {
            if (invocation.Get(dataset) is { } name)
            {
                return await PrintAsync(invocation, name, invocation.Get(version), invocation.Get(file), invocation.Get(into))
                    .ConfigureAwait(false);
            }
            string path = invocation.Get(file) ?? throw new UsageException("FILE or --dataset: one of them has the schema");
            ProposedSchema proposed;
            using (var progress = new StageLines(invocation.Output))
            {
                proposed = new ProposeSchema(path)
                {
                    Label = invocation.Get(label),
                    Target = invocation.Get(target),
                    Words = words.Read(invocation),
                    Progress = progress,
                }.Execute(invocation.Cancellation);
            }
            string text = SchemaFile.Write(proposed);
            string? written = invocation.Get(into);
            if (written is not null)
            {
                File.WriteAllText(written, text);
            }
            if (proposed.Asked.Count > 0)
            {
                invocation.Output.Warn(
                    $"{Words.Count(proposed.Asked.Count, "column is", "columns are")} asked for: {string.Join(", ", proposed.Asked)}");
            }
            invocation.Output.Result(
                SchemaAnswer.Of(proposed, text, written), console => Output.WriteLine(console, written ?? text.TrimEnd('\n')));
            return ExitCode.Good;
        });
        return command;
    }

    private static async Task<int> PrintAsync(Invocation invocation, string dataset, int? version, string? file, string? path)
    {
        if (file is not null)
        {
            throw new UsageException("--dataset: its schema is on record; no FILE is looked at");
        }
        DatasetSchemas schemas = await invocation.AskAsync(new ShowDataset(dataset)).ConfigureAwait(false);
        Schema schema = schemas.Version(version);
        string text = SchemaFile.Write(schema);
        if (path is not null)
        {
            File.WriteAllText(path, text);
        }
        invocation.Output.Result(
            DatasetSchemaAnswer.Of(dataset, schema, text, path), console => Output.WriteLine(console, path ?? text.TrimEnd('\n')));
        return ExitCode.Good;
    }
}
