using System.CommandLine;
using System.Globalization;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark dataset</c>: which datasets there are, a dataset's schemas, and its next one.</summary>
internal static class DatasetVerb
{
    public static Command Create() =>
        new("dataset", "List datasets; show a dataset's schemas; change its schema on record.") { List(), Show(), Evolve() };

    private static Command List()
    {
        var command = new Command("list", "List the datasets of the ledger.");
        command.SetBody(async invocation =>
        {
            var answer = DatasetsAnswer.Of(await invocation.AskAsync(new ListDatasets()).ConfigureAwait(false));
            invocation.Output.Result(answer, console => Write(console, answer));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, DatasetsAnswer answer)
    {
        if (answer.Datasets.Count == 0)
        {
            Output.WriteLine(console, "no dataset is on this ledger; 'hallmark register FILE --dataset NAME' opens one");
            return;
        }
        Table table = Output.NewTable("dataset", "owner", "task", "label or target", "tier", "batches", "accepted", "records");
        foreach (DatasetSummaryAnswer dataset in answer.Datasets)
        {
            Output.AddRow(
                table, dataset.Dataset, dataset.Owner, dataset.Task, dataset.Label ?? "", string.Join(", ", dataset.Tiers),
                dataset.Batches.ToString(CultureInfo.InvariantCulture), dataset.Accepted.ToString(CultureInfo.InvariantCulture),
                dataset.Records.ToString(CultureInfo.InvariantCulture));
        }
        Output.WriteTable(console, table);
    }

    private static Command Show()
    {
        var dataset = new Argument<string>("DATASET");
        var command = new Command("show", "List the schemas that a dataset had ('hallmark schema --dataset' prints one).") { dataset };
        command.SetBody(async invocation =>
        {
            DatasetSchemas schemas = await invocation.AskAsync(new ShowDataset(invocation.Get(dataset))).ConfigureAwait(false);
            var answer = DatasetAnswer.Of(schemas);
            invocation.Output.Result(answer, console => Output.WriteTable(console, ToTable(answer)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Evolve()
    {
        var dataset = new Argument<string>("DATASET");
        Option<string?> schema = SchemaOptions.Schema();
        var from = new Option<string?>("--from")
        {
            Description = "Data that the next schema shall take, in place of --schema: wider types, new columns and classes are "
                + "found in it.",
            HelpName = "PATH",
        };
        var rename = new Option<string[]>("--rename")
        {
            Description = "Column by another name; may be given several times.",
            HelpName = "OLD=NEW",
            DefaultValueFactory = _ => [],
        };
        var trial = new Option<bool>("--try") { Description = "Only show what would follow; put nothing on record." };
        Option<string?> member = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command(
            "evolve", "Give a dataset its next schema: wider types, new columns and classes, other names, optional labels.")
        {
            dataset, schema, from, rename, trial, member, headOut,
        };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(async invocation =>
        {
            var evolve = new EvolveDataset(invocation.Get(dataset))
            {
                As = invocation.Get(member),
                SchemaFile = invocation.Get(schema),
                From = invocation.Get(from),
                Words = words.Read(invocation),
                Renames = invocation.Get(rename),
                IsTrial = invocation.Get(trial),
            };
            (EvolvedDataset evolved, Head head) = await invocation.ActAsync(evolve, invocation.Get(headOut)).ConfigureAwait(false);
            var answer = DatasetAnswer.Of(evolved);
            if (evolved.Unseen.Count > 0)
            {
                invocation.Output.Warn(
                    $"{Words.Count(evolved.Unseen.Count, "batch", "batches")} cannot be read here, such as {evolved.Unseen[0]}: "
                        + "whole numbers beyond 2^53 in them are rounded under the new schema");
            }
            if (evolve.IsTrial)
            {
                invocation.Output.Say("nothing was put on record");
            }
            invocation.Output.Result(answer, console => Output.WriteTable(console, ToTable(answer)));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Table ToTable(DatasetAnswer dataset)
    {
        Table table = Output.NewTable("schema", "entry", "columns", "classes", "changes");
        foreach (SchemaVersionAnswer version in dataset.Schemas)
        {
            Output.AddRow(
                table, version.Version.ToString(CultureInfo.InvariantCulture),
                version.Entry?.ToString(CultureInfo.InvariantCulture) ?? "", version.Columns.ToString(CultureInfo.InvariantCulture),
                version.Classes.ToString(CultureInfo.InvariantCulture), string.Join("; ", version.Changes));
        }
        return table;
    }
}
