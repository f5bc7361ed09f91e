using System.CommandLine;
using Hallmark.Api;
using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark register</c>: puts the records of a file on record, in batches.</summary>
internal static class RegisterVerb
{
    public static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = SourceOptions.Kinds };
        var dataset = new Option<string>("--dataset")
        {
            Description = "Dataset; where there is none, opened with --schema, or else with the schema found in the file.",
            HelpName = "D",
            Required = true,
        };
        var label = new Option<string?>("--label")
        {
            Description = "Label column, for a new dataset; for arrays the file with the labels, or a column's number.",
            HelpName = "COL",
        };
        Option<string?> target = SchemaOptions.Target();
        Option<string?> schema = SchemaOptions.Schema();
        var asFound = new Option<bool>("--as-found")
        {
            Description = "Open a new dataset with the schema found, also where it is not clear what a column is for.",
        };
        var size = new Option<int>("--batch-size")
        {
            Description = "Records in a batch.",
            DefaultValueFactory = _ => RegistrationOptions.DefaultRecordsPerBatch,
        };
        var origin = new Option<string>("--origin") { Description = "Where the data come from.", DefaultValueFactory = _ => "" };
        var step = new Option<string[]>("--step")
        {
            Description = "What was done to the data before; may be given several times.",
            DefaultValueFactory = _ => [],
        };
        var tier = new Option<string>("--tier")
        {
            Description = "open; sealed (encrypted, its key wrapped for each recorded use); "
                + "or absent (sealed, and kept by the provider until the first reader is served).",
            DefaultValueFactory = _ => "open",
        };
        var borders = new Option<string>("--borders")
        {
            Description = "Where batches end: count (after --batch-size records), or content (where records say so, on average "
                + "after as many: a row put in changes one batch and not all behind it).",
            DefaultValueFactory = _ => "count",
        };
        var supersedes = new Option<string[]>("--supersedes")
        {
            Description = "Batch whose place the file takes; may be given several times. Its content and proofs stay.",
            HelpName = "BATCH",
            DefaultValueFactory = _ => [],
        };
        var update = new Option<bool>("--update")
        {
            Description = "The file takes the place of all that its provider has in the dataset; batches that it still has unchanged stay.",
        };
        var keep = new Option<bool>("--keep-source")
        {
            Description = "Keep the file as it is given, to be read again by 'hallmark read --raw' (open batches).",
        };
        Option<string?> provider = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("register", "Register the records of a file in batches.")
        {
            path, dataset, label, target, schema, asFound, size, origin, step, tier, borders, supersedes, update, keep, provider, headOut,
        };
        var words = new SourceOptions();
        words.AddTo(command);
        command.SetBody(async invocation =>
        {
            var register = new RegisterFile(invocation.Get(path), invocation.Get(dataset))
            {
                As = invocation.Get(provider),
                Label = invocation.Get(label),
                Target = invocation.Get(target),
                SchemaFile = invocation.Get(schema),
                AsFound = invocation.Get(asFound),
                Words = words.Read(invocation),
                BatchSize = invocation.Get(size),
                Origin = invocation.Get(origin),
                Steps = invocation.Get(step),
                Tier = TierOf(invocation.Get(tier)),
                BordersByContent = BordersOf(invocation.Get(borders)),
                Supersedes = invocation.Get(supersedes),
                Update = invocation.Get(update),
                KeepSource = invocation.Get(keep),
            };
            (RegisteredBatches outcome, Head head) = await invocation.ActAsync(register, invocation.Get(headOut)).ConfigureAwait(false);
            if (register.Tier != BatchTier.Open)
            {
                invocation.Output.Say("the schema is not sealed: names of columns, and the classes of the label, can be read by all");
            }
            TableOptions.Tell(invocation.Output, outcome.Source);
            if (outcome.Repeated > 0)
            {
                invocation.Output.Warn(
                    $"{Words.Count(outcome.Repeated, "batch", "batches")} of the file would be the same as another one of it, record for "
                    + "record; only one of each is on record ('--batch-size' cuts elsewhere)");
            }
            string known = outcome.Known > 0 ? $", {outcome.Known} were on record already" : "";
            invocation.Output.Say(
                $"{Words.Count(outcome.Records, "record")} read; "
                + $"{Words.Count(outcome.Registered.Count, "batch", "batches")} registered{known}");
            invocation.Output.Result(
                RegisterAnswer.Of(register.Dataset, outcome, head),
                console => outcome.Registered.ToList().ForEach(batch => Output.WriteLine(console, batch)));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static bool BordersOf(string name) => name switch
    {
        "count" => false,
        "content" => true,
        _ => throw new UsageException($"--borders: '{name}' is neither count nor content"),
    };

    private static BatchTier TierOf(string name) => name switch
    {
        "open" => BatchTier.Open,
        "sealed" => BatchTier.Sealed,
        "absent" => BatchTier.Absent,
        _ => throw new UsageException($"--tier: '{name}' is none of open, sealed, absent"),
    };
}
