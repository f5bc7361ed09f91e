using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Schemas;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Data change, and so does the schema of their dataset.</summary>
public sealed class EvolveDatasetTests
{
    [Fact]
    public async Task A_file_that_does_not_fit_names_the_command_after_which_it_does()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Gardens.Whole(40, 1));
        RegisterFile register = Plants.File(acting, "garden", Gardens.Petals(60, 2));

        SourceException fault = await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(register));

        Assert.Equal(
            $"'hallmark dataset evolve plants --from {register.Path}' changes the schema on record so that it takes the file: "
                + "column 'height' of int64 becomes float64; column 'leaf' of int64 becomes float64; new column 'petals' of int64; "
                + "new class 'tulip'",
            fault.Hint);
        EvolvedDataset tried = await acting.ActAsync(new EvolveDataset(Plants.Dataset) { From = register.Path, IsTrial = true });
        Assert.Equal((2, 0), (tried.Schema.Version, tried.State.Earlier.Count));
        EvolvedDataset evolved = await acting.ActAsync(new EvolveDataset(Plants.Dataset) { From = register.Path });
        Assert.Equal((tried.Schema.Digest, tried.Schema.Digest), (evolved.Schema.Digest, evolved.State.Schema.Digest));
        Assert.Equal(3, (await acting.ActAsync(register)).Registered.Count);
        DatasetSchemas shown = await acting.AskAsync(new ShowDataset(Plants.Dataset));
        Assert.Equal([2, 3], shown.All.Select(schema => schema.Classes.Count));
        Assert.Equal(shown.All[0].Digest, shown.Version(1).Digest);
        Assert.Throws<UsageException>(() => shown.Version(3));
    }

    [Theory]
    [InlineData(BatchTier.Open, "plants/garden/1 has 9007199254740993 there, in record 2, and no float has all of its digits")]
    [InlineData(BatchTier.Sealed, "plants/garden/1 has a whole number there, in record 2, and no float has all of its digits")]
    public async Task Whole_numbers_that_no_float_has_keep_their_column_from_becoming_one_of_decimals(BatchTier tier, string reason)
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.ActAsync(Plants.File(acting, "garden", LongNumbers) with { Tier = tier });
        ulong size = acting.Size();

        UsageException refused = await Assert.ThrowsAsync<UsageException>(() => acting.EvolveAsync("height,leaf,kind\n7.5,1,daisy\n"));

        Assert.StartsWith($"column 'height' cannot become float64: {reason}", refused.Message);
        Assert.Equal(size, acting.Size());
        await acting.EvolveAsync("height,leaf,kind\n7,1.5,daisy\n"); // another column may
    }

    [Fact]
    public async Task Where_a_column_became_one_of_decimals_all_the_same_the_reading_says_which_numbers_are_rounded()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", LongNumbers);
        await acting.ActAsync(new EvolveUnlooked());
        BatchRecords read = await acting.ActAsync(new ReadBatch("plants/garden/1", "research") { As = "garden" });
        Assert.Equal([new RoundedCell("height", 1, 9_007_199_254_740_993)], read.Rounded);
        Assert.Equal("9007199254740992", read.Records[0].Text(1));
    }

    private const string LongNumbers = "height,leaf,kind\n9007199254740992,1,daisy\n9007199254740993,2,rose\n-9007199254740995,3,rose\n";

    /// <summary>The schema changed by who does not look at the records, as was done before.</summary>
    private sealed record EvolveUnlooked : MemberAction<bool>
    {
        public override async Task<bool> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
        {
            Schema before = await workspace.Catalog.SchemaAsync(Plants.Dataset, cancellation);
            var change = new SchemaChange { Wider = [("height", ColumnType.Float64)] };
            await workspace.Store.PutAsync(SchemaFormat.Write(change.Apply(before, out _)!), cancellation);
            await workspace.ActAs("garden", Roles.Provider)
                .SubmitAsync(new DatasetEvolve(Plants.Dataset, SchemaFormat.Write(before), change), cancellation);
            return true;
        }
    }

    [Fact]
    public async Task Who_has_no_cells_for_a_later_column_goes_on_as_before()
    {
        using Acting acting = await Plants.BeginAsync();
        string whole = Gardens.Whole(40, 1);
        await acting.RegisterAsync("garden", whole);
        await acting.EvolveAsync(Gardens.Petals(60, 2));
        Assert.Equal((0, 2), await RegisterAsync(whole)); // they are on record
        Assert.Equal((1, 0), await RegisterAsync(Gardens.Whole(20, 7)));
        SourceException misspelled = await Assert.ThrowsAsync<SourceException>(
            () => RegisterAsync(Gardens.Petals(20, 8).Replace("petals", "petal", StringComparison.Ordinal)));
        Assert.Equal("petal", misspelled.Field);
        SourceException first = await Assert.ThrowsAsync<SourceException>(
            () => RegisterAsync(Gardens.Petals(20, 8).Replace("leaf,", "leaves,", StringComparison.Ordinal)));
        Assert.Equal("leaf", first.Field);

        async Task<(int Registered, int Known)> RegisterAsync(string csv)
        {
            RegisteredBatches registered = await acting.RegisterAsync("garden", csv);
            return (registered.Registered.Count, registered.Known);
        }
    }

    [Fact]
    public async Task Records_from_before_are_known_whatever_schema_they_come_again_under()
    {
        using Acting acting = await Plants.BeginAsync();
        string whole = Gardens.Whole(40, 1);
        RegisteredBatches first = await acting.RegisterAsync("garden", whole);
        await acting.EvolveAsync(Gardens.Petals(60, 2));
        await acting.EvolveAsync(Gardens.Blades(60, 2), "leaf=blade");
        string anew = string.Join('\n', whole.TrimEnd('\n').Split('\n').Select((line, i) => i == 0
            ? "kind,petals,blade,height" : $"{line.Split(',')[2]},,{line.Split(',')[1]}.0,{line.Split(',')[0]}"));

        RegisteredBatches again = await acting.RegisterAsync("garden", anew); // another order of columns, too

        Assert.Equal((0, 2), (again.Registered.Count, again.Known));
        await acting.RegisterAsync("farm", anew);
        LedgerCopies copies = await acting.AskAsync(new FindCopies());
        Assert.Equal((80L, 40), (copies.Records, copies.Copies.Count));
        Assert.Equal(("plants/farm/1", 0L, "plants/garden/1", 0L), (
            copies.Copies[0].Batch, copies.Copies[0].Record, copies.Copies[0].Of, copies.Copies[0].OfRecord));
        string[] cells = whole.Split('\n')[1].Split(',');
        FoundContent found = await acting.AskAsync(new FindContent($"{cells[0]},{cells[1]},{cells[2]},", Plants.Dataset));
        Assert.Equal(
            [("plants/farm/1", 0L), (first.Registered[0], 0L)],
            found.Places.Select(place => (place.Batch, place.Record!.Value)).Order());
    }

    [Fact]
    public async Task A_corrected_file_supersedes_under_the_new_schema_what_it_changes()
    {
        using Acting acting = await Plants.BeginAsync();
        string whole = Gardens.Whole(60, 1);
        await acting.RegisterAsync("garden", whole);
        await acting.EvolveAsync(Gardens.Petals(60, 2));
        ulong before = Height(acting);
        string[] lines = whole.TrimEnd('\n').Split('\n');
        string[] corrected = ["height,leaf,kind,petals", .. lines[1..].Select(line => line + ",")];
        corrected[1] = "7.5,5,daisy,";

        RegisteredBatches updated = await acting.ActAsync(
            Plants.File(acting, "garden", string.Join('\n', corrected)) with { Update = true });

        Assert.Equal((1, 2), (updated.Registered.Count, updated.Known));
        IReadOnlyList<BatchState> batches = await acting.AskAsync(new ListBatches(Plants.Dataset));
        Assert.Equal("plants/garden/4", batches.Single(batch => batch.Superseded is not null).Superseded!.By);
        DatasetDiff diff = await acting.AskAsync(new DiffDataset(Plants.Dataset, before, null));
        Assert.Equal((0, 0, 1), (diff.Added, diff.Removed, diff.Changed));
    }

    [Fact]
    public async Task Nobody_draws_a_second_verdict_by_changing_the_schema()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("lab2", "validator");
        string whole = Gardens.Whole(20, 1);
        await acting.RegisterAsync("garden", whole);
        await acting.ActAsync(new JudgeBatches(Plants.Dataset) { As = "lab" });
        await acting.ActAsync(new WithdrawBatch("plants/garden/1", "changed my mind") { As = "garden", Ground = Plants.Ground });
        await acting.EvolveAsync(Gardens.Petals(60, 2));
        string[] lines = whole.TrimEnd('\n').Split('\n');

        RegisteredBatches again = await acting.RegisterAsync(
            "garden", string.Join('\n', (string[])["height,leaf,kind,petals", .. lines[1..].Reverse().Select(line => line + ",")]));

        BatchState batch = (await acting.AskAsync(new ListBatches(Plants.Dataset))).Single(one => one.Id == again.Registered[0]);
        Assert.Equal("plants/garden/1", batch.Resumes);
    }

    [Fact]
    public async Task Sealed_records_are_judged_across_schemas()
    {
        using Acting acting = await Plants.BeginAsync();
        string whole = Gardens.Whole(40, 1);
        RegisterFile register = Plants.File(acting, "garden", whole) with { Tier = BatchTier.Sealed };
        await acting.ActAsync(register);
        await acting.EvolveAsync(Gardens.Petals(60, 2));
        string[] lines = whole.TrimEnd('\n').Split('\n');
        string anew = string.Join('\n', (string[])["height,leaf,kind,petals", .. lines[1..].Select(line => line + ",")]);
        await acting.ActAsync(Plants.File(acting, "farm", anew));
        string[] petals = Gardens.Petals(60, 3).TrimEnd('\n').Split('\n');
        string two = string.Join('\n', petals.Where(line => !line.EndsWith("tulip", StringComparison.Ordinal)));
        await acting.ActAsync(Plants.File(acting, "garden", two) with { Tier = BatchTier.Sealed });

        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Plants.Dataset));

        Assert.Equal(
            [Verdict.Accepted, Verdict.Accepted, Verdict.Refused, Verdict.Refused, Verdict.Accepted, Verdict.Accepted],
            judged.Batches.OrderBy(batch => batch.Entry).Select(batch => batch.Verdict));
    }

    [Fact]
    public async Task Records_are_read_under_the_schema_in_force()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("eve", "reader");
        await acting.RegisterAsync("garden", Gardens.Whole(20, 1));
        await acting.EvolveAsync(Gardens.Petals(60, 2));
        await acting.ActAsync(new GrantAccess("eve", Plants.Dataset, "research", null));
        BatchRecords read = await acting.ActAsync(new ReadBatch("plants/garden/1", "research") { As = "eve" });
        Assert.Equal(["height", "leaf", "kind", "petals"], read.Records.Schema.Columns.Select(column => column.Name));
        Assert.Equal(20, read.Records[3].MissingCount);
    }

    [Fact]
    public async Task A_schema_file_in_another_order_changes_what_it_says_and_no_more()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile register = Plants.File(acting, "garden", Gardens.Whole(20, 1));
        await acting.ActAsync(register);
        Schema first = (await acting.AskAsync(new ShowDataset(Plants.Dataset))).InForce;
        string mixed = SchemaFile.Write(new Schema([.. first.Columns.Reverse()], first.Label, [.. first.Classes.Reverse()]));
        Assert.Single((await acting.ActAsync(Plants.File(acting, "farm", Gardens.Whole(20, 2)) with
        {
            SchemaFile = acting.Write("same.yaml", mixed),
        })).Registered);
        string wider = acting.Write("wider.yaml", mixed.Replace("labels: required", "labels: optional", StringComparison.Ordinal)
            .Replace("\"leaf\"", "\"blade\"", StringComparison.Ordinal));

        var evolve = new EvolveDataset(Plants.Dataset) { SchemaFile = wider };
        Assert.Contains("column 'leaf' is gone", await ComplaintAsync(acting, evolve));
        Schema next = (await acting.ActAsync(evolve with { Renames = ["leaf=blade"] })).Schema;

        Assert.Equal(["height", "blade", "kind"], next.Columns.Select(column => column.Name));
        Assert.True(next.IsLabelOptional);
        Schema more = (await acting.ActAsync(new EvolveDataset(Plants.Dataset) { Renames = ["height=size=cm"] })).Schema;
        Assert.Equal("size=cm", more.Columns[0].Name);
        Schema back = (await acting.ActAsync(new EvolveDataset(Plants.Dataset) { Renames = ["size=cm=tall"] })).Schema;
        Assert.Equal("tall", back.Columns[0].Name);
    }

    [Fact]
    public async Task What_cannot_be_is_said_and_nothing_is_on_record()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Gardens.Whole(20, 1));
        ulong size = acting.Size();
        string csv = acting.Write("same.csv", Gardens.Whole(20, 2));
        var evolve = new EvolveDataset(Plants.Dataset);
        Assert.Contains("--schema or --from", await ComplaintAsync(acting, evolve));
        Assert.Contains("--schema or --from", await ComplaintAsync(acting, evolve with { From = csv, SchemaFile = csv }));
        Assert.Contains("nothing changes", await ComplaintAsync(acting, evolve with { From = csv }));
        Assert.Contains("has no column 'blade'", await ComplaintAsync(acting, evolve with { From = csv, Renames = ["leaf=blade"] }));
        Assert.Contains("is not OLD=NEW", await ComplaintAsync(acting, evolve with { Renames = ["blade=leaf"] }));
        Assert.Contains("two columns", await ComplaintAsync(acting, evolve with { Renames = ["leaf=height"] }));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => acting.ActAsync(evolve with { Dataset = "none", From = csv }));
        Assert.Equal(size, acting.Size());
        RegisterFile renamed = Plants.File(acting, "garden", Gardens.Whole(20, 2).Replace("leaf", "blade", StringComparison.Ordinal));
        SourceException fault = await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(renamed));
        Assert.Contains("--rename OLD=NEW", fault.Hint);
    }

    [Fact]
    public async Task A_schema_that_no_statement_takes_is_not_changed()
    {
        using Acting acting = await Plants.BeginAsync();
        var evolve = new EvolveDataset("wide") { Renames = ["c0000=first"] };
        await acting.ActAsync(new CreateDataset("wide", Wide(2_500)) { As = "garden" });
        Assert.Equal(2, (await acting.ActAsync(evolve)).Schema.Version);
        await acting.ActAsync(new CreateDataset("wider", Wide(2_600)) { As = "garden" });
        Assert.Contains("more than a statement takes", await ComplaintAsync(acting, evolve with { Dataset = "wider" }));

        static Schema Wide(int columns) =>
            new([.. Enumerable.Range(0, columns).Select(i => new Column($"c{i:D4}", ColumnType.Float64))]);
    }

    [Fact]
    public async Task A_schema_as_large_as_a_statement_takes_is_changed()
    {
        using Acting acting = await Plants.BeginAsync();
        var change = new SchemaChange { Renamed = [("c0001", "first")] };
        Schema largest = Enumerable.Range(1, 256).Select(Named).Last(Fits);
        Assert.InRange(largest.Columns[0].Name.Length, 2, 255);
        await acting.ActAsync(new CreateDataset("wide", largest) { As = "garden" });
        Assert.Equal(2, (await acting.ActAsync(new EvolveDataset("wide") { Renames = ["c0001=first"] })).Schema.Version);
        Schema larger = Named(largest.Columns[0].Name.Length + 1);
        await acting.ActAsync(new CreateDataset("wider", larger) { As = "garden" });
        await ComplaintAsync(acting, new EvolveDataset("wider") { Renames = ["c0001=first"] });

        bool Fits(Schema schema) =>
            new DatasetEvolve("wide", SchemaFormat.Write(schema), change).ToMap().ToBytes().Length <= Evidence.Statement.MaxBytes - 512;

        static Schema Named(int length) => new([.. Enumerable.Range(0, 2_549)
            .Select(i => new Column(i == 0 ? new string('x', length) : $"c{i:D4}", ColumnType.Float64))]);
    }

    private static async Task<string> ComplaintAsync(Acting acting, EvolveDataset wrong) =>
        (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(wrong))).Message;

    private static ulong Height(Acting acting)
    {
        using var reader = new HomeReader(acting.Home);
        return reader.Catalog.Ledger.Head.Height.Value;
    }
}
