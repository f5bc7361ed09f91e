using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark register</c>: puts the records of a file on record, in batches.</summary>
internal static class RegisterVerb
{
    private const int NotesShown = 10;

    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "CSV with a header, IDX or NumPy; packed by gzip or not." };
        var dataset = new Option<string>("--dataset") { Description = "Dataset; opened with the file's inferred schema where there is none.", HelpName = "D", Required = true };
        var label = new Option<string?>("--label") { Description = "Label column, for a new dataset; for arrays the file with the labels, or a column's number.", HelpName = "COL" };
        var size = new Option<int>("--batch-size") { Description = "Records in a batch.", DefaultValueFactory = _ => RegistrationOptions.DefaultRecordsPerBatch };
        var origin = new Option<string>("--origin") { Description = "Where the data come from.", DefaultValueFactory = _ => "" };
        var step = new Option<string[]>("--step") { Description = "What was done to the data before; may be given several times.", DefaultValueFactory = _ => [] };
        var tier = new Option<string>("--tier")
        {
            Description = "open; sealed (encrypted, its key wrapped for each recorded use); or absent (sealed, and kept by the provider until the first reader is served).",
            DefaultValueFactory = _ => "open",
        };
        Option<string?> provider = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("register", "Register the records of a file in batches: CSV, IDX or NumPy.") { path, dataset, label, size, origin, step, tier, provider, headOut };
        command.SetBody(async invocation =>
        {
            MemberNames.RequireName(invocation.Get(dataset));
            if (invocation.Get(size) is < 1 or > ContentFormat.RecordLimit)
            {
                throw new UsageException($"--batch-size: 1 to {ContentFormat.RecordLimit}");
            }
            var options = new RegistrationOptions
            {
                Dataset = invocation.Get(dataset),
                RecordsPerBatch = invocation.Get(size),
                Origin = invocation.Get(origin),
                Steps = invocation.Get(step),
            };
            Validate(options);
            string file = InputFile.RequireExisting(invocation.Get(path));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(provider), Roles.Provider);
            IRecordSource source = RecordSources.Open(file, new SourceRoles(invocation.Get(label)));
            RequireSameLabel(workspace.Catalog, options.Dataset, source.Roles.Label);
            options = options with { Custody = Protect(workspace, session.Member, options.Dataset, Tier(invocation.Get(tier))) };
            if (options.Tier != BatchTier.Open)
            {
                invocation.Output.Say("the schema is not sealed: names of columns, and the classes of the label, can be read by all");
            }
            using DirectoryContentStore? own = options.Tier == BatchTier.Absent ? workspace.OpenPrivateStore(session.Member) : null;
            RegisteredBatches outcome;
            using (ProgressLine line = invocation.Output.Progress($"registering {Path.GetFileName(file)}"))
            {
                outcome = await RegisterBatches
                    .RunAsync(session, workspace.Catalog, workspace.Store, source, options, own, ProgressOf(line), invocation.Cancellation).ConfigureAwait(false);
            }
            Say(invocation.Output, outcome.Notes, source.PositionUnit);
            string known = outcome.Known > 0 ? $", {outcome.Known} were on record already" : "";
            invocation.Output.Say($"{outcome.Records} records read; {outcome.Registered.Count} batches registered{known}");
            invocation.Output.Result(
                new JsonObject
                {
                    ["dataset"] = options.Dataset,
                    ["records"] = outcome.Records,
                    ["batches"] = new JsonArray([.. outcome.Registered.Select(id => (JsonNode)id)]),
                    ["known"] = outcome.Known,
                    ["head"] = HeadOutput.ToJson(workspace.Catalog.Ledger.Head),
                },
                console => outcome.Registered.ToList().ForEach(console.Profile.Out.Writer.WriteLine));
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    public static IProgress<RegistrationProgress> ProgressOf(ProgressLine line) => new Direct<RegistrationProgress>(progress => line.Report(
        $"{progress.Records:N0} records, {progress.Bytes / 1e6:N0} MB{(progress.Stage == RegistrationStage.InferringSchema ? " (finding the schema)" : "")}"));

    /// <exception cref="UsageException">Names the option.</exception>
    public static void Validate(RegistrationOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>What inference did by which a model would learn from other columns than their owner thinks.</summary>
    private static void Say(Output output, IReadOnlyList<SchemaNote> notes, string unit)
    {
        SchemaNote[] told = [.. notes.Where(note => note.Type == ColumnType.Text || note.Cause is null)];
        foreach (SchemaNote note in told.Take(NotesShown))
        {
            output.Say($"column '{note.Column}' {note.Sentence(unit)}");
        }
        if (told.Length > NotesShown)
        {
            output.Say($"{told.Length - NotesShown} more columns are so");
        }
    }

    private static BatchTier Tier(string name) => name switch
    {
        "open" => BatchTier.Open,
        "sealed" => BatchTier.Sealed,
        "absent" => BatchTier.Absent,
        _ => throw new UsageException($"--tier: '{name}' is none of open, sealed, absent"),
    };

    private static CustodyOptions? Protect(Workspace workspace, string provider, string dataset, BatchTier tier)
    {
        if (tier == BatchTier.Open)
        {
            return null;
        }
        CustodyFolder custody = workspace.Custodians.Find(provider)
            ?? throw new UsageException($"--tier: {provider} has no key-agreement key here; 'hallmark member agreement {provider}' makes one");
        DatasetKey key = workspace.Custodians.ObtainDatasetKey(provider, dataset)
            ?? throw new UsageException($"--tier: the key under which the records of {dataset} are compared is not here: its owner has it, or it was lost");
        return new CustodyOptions { Tier = tier, Keeper = custody, DatasetKey = key };
    }

    private static void RequireSameLabel(Catalog catalog, string name, string? label)
    {
        DatasetState? dataset = catalog.Ledger.State.Find(DatasetKeys.Dataset(name));
        if (dataset is not null && label is not null && label != dataset.Label)
        {
            string opened = dataset.Label is null ? "without a label" : $"with label '{dataset.Label}'";
            throw new UsageException($"--label: dataset {dataset.Name} was opened {opened}, not '{label}'");
        }
    }
}

/// <summary>Progress told on the calling thread, in order; <see cref="Progress{T}"/> would post it elsewhere.</summary>
internal sealed class Direct<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
