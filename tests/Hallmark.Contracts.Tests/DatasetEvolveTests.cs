using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Tests;

/// <summary>A dataset gets its next schema.</summary>
public sealed class DatasetEvolveTests
{
    private static readonly Schema First = new(
        [new Column("x", ColumnType.Int64), new Column("label", ColumnType.Text)], "label", ["a", "b"]);

    private static readonly SchemaChange Decimals = new() { Wider = [("x", ColumnType.Float64)] };
    private static readonly Schema Second = Decimals.Apply(First, out _)!;

    private readonly Office _office = new();

    public DatasetEvolveTests() => _office.Accepts("paul", DatasetCreate.Of("scans", First, Stored(First)));

    [Fact]
    public void Batches_follow_the_schema_in_force_and_those_on_record_keep_theirs()
    {
        _office.Accepts("paul", Batch("b1", First));
        _office.Denies(RuleNames.OtherSchema, "paul", Batch("b2", Second));
        TreeSize before = new(_office.Height.Value);
        Decision.Accepted accepted = _office.Accepts("paul", Evolve(First, Decimals));
        Assert.Equal("dataset.evolved", Assert.Single(accepted.Events).Name);
        DatasetState dataset = _office.Find(DatasetKeys.Dataset("scans"))!;
        Assert.Equal((Stored(Second), "label", 2), (dataset.Schema, dataset.Label, dataset.Classes));
        Assert.Equal([new EarlierSchema(Stored(First), new EntryIndex(before.Value))], dataset.Earlier);
        Assert.Equal((1, 2), (dataset.VersionAt(before), dataset.VersionAt(new TreeSize(before.Value + 1))));
        _office.Denies(RuleNames.OtherSchema, "paul", Batch("b2", First));
        _office.Accepts("paul", Batch("b2", Second));
        _office.Judges("vera", Office.Judge("scans/paul/1", "b1"));
    }

    [Fact]
    public void Who_opened_it_or_an_admin_may()
    {
        _office.Accepts("alice", new MemberAdd("pia", [Roles.Provider], Office.Key("pia").PublicKey));
        foreach (string other in (string[])["pia", "vera", "tina"])
        {
            _office.Denies("dataset.evolve.role", other, Evolve(First, Decimals));
        }
        _office.Accepts("alice", Evolve(First, Decimals));
        _office.Accepts("paul", Evolve(Second, new SchemaChange { Classes = ["c"] }));
        Assert.Equal("paul", _office.Find(DatasetKeys.Dataset("scans"))!.Owner);
        _office.Accepts("alice", new MemberRoles("paul", [Roles.Reader]));
        _office.Denies("dataset.evolve.role", "paul", Evolve(Second, new SchemaChange { Classes = ["d"] }));
    }

    [Fact]
    public void New_classes_count_in_manifests_from_then_on()
    {
        var change = new SchemaChange { Classes = ["c"], LabelsBecomeOptional = true };
        _office.Accepts("paul", Evolve(First, change));
        BatchRegister batch = Batch("b1", change.Apply(First, out _)!);
        _office.Denies("batch.classes", "paul", batch);
        _office.Accepts("paul", batch with { Manifest = batch.Manifest with { ClassCounts = [3, 3, 2, 2] } });
        DatasetState dataset = _office.Find(DatasetKeys.Dataset("scans"))!;
        Assert.Equal((3, LearningTask.Classification, true), (dataset.Classes, dataset.Task, dataset.IsLabelOptional));
    }

    [Fact]
    public void The_contract_sees_both_schemas_and_denies_what_puts_records_in_doubt()
    {
        _office.Denies("dataset.evolve.change", "paul", Evolve(First, new SchemaChange()));
        _office.Denies("dataset.evolve.change", "paul", Evolve(First, new SchemaChange { Wider = [("label", ColumnType.Int64)] }));
        _office.Denies("dataset.evolve.change", "paul", Evolve(First, new SchemaChange { Classes = ["a"] }));
        _office.Denies(RuleNames.EvolvedOtherwise, "paul", Evolve(Second, new SchemaChange { Classes = ["c"] }));
        _office.Denies("dataset.evolve.unknown", "paul", Evolve(First, Decimals) with { Dataset = "none" });
        _office.Accepts("paul", Evolve(First, Decimals));
        _office.Denies(RuleNames.EvolvedOtherwise, "paul", Evolve(First, Decimals));
    }

    [Fact]
    public void A_schema_comes_once_and_no_more_than_so_many()
    {
        Schema schema = First;
        foreach (string name in (string[])["y", "x"])
        {
            var change = new SchemaChange { Renamed = [(schema.Columns[0].Name, name)] };
            if (name == "x")
            {
                _office.Denies("dataset.evolve.again", "paul", Evolve(schema, change));
                break;
            }
            _office.Accepts("paul", Evolve(schema, change));
            schema = change.Apply(schema, out _)!;
        }
        for (int version = 3; version <= DatasetState.SchemaLimit; version++)
        {
            schema = Add(schema, $"c{version}");
        }
        _office.Denies("dataset.evolve.limit", "paul", Evolve(schema, new SchemaChange { Classes = ["more"] }));

        Schema Add(Schema before, string name)
        {
            var change = new SchemaChange { Classes = [name] };
            _office.Accepts("paul", Evolve(before, change));
            return change.Apply(before, out _)!;
        }
    }

    [Fact]
    public void A_dataset_that_was_opened_as_if_its_schema_said_otherwise_is_not_gone_on_from()
    {
        _office.Accepts("paul", DatasetCreate.Of("lie", First, Stored(First)) with { Classes = 3 });
        _office.Denies("dataset.evolve.registered", "paul", Evolve(First, Decimals) with { Dataset = "lie" });
    }

    [Fact]
    public void Bytes_that_are_no_schema_are_refused()
    {
        byte[] nonsense = "nonsense"u8.ToArray();
        _office.Accepts("paul", Office.Dataset("odd") with { Schema = ObjectReference.Of(nonsense) });
        Decision decision = _office.Execute(_office.SignNow("paul", new DatasetEvolve("odd", nonsense, Decimals)));
        Assert.Contains("schema", Assert.IsType<Decision.Refused>(decision).Reason);
    }

    [Fact]
    public void Older_rules_know_no_such_kind()
    {
        _office.Rules = RuleVersions.SchemaVersions - 1;
        Decision decision = _office.Execute(_office.SignNow("paul", Evolve(First, Decimals)));
        Assert.Equal(
            "statement content type: kind dataset.evolve is not known", Assert.IsType<Decision.Refused>(decision).Reason);
    }

    [Fact]
    public void A_dataset_that_was_never_changed_is_kept_as_ever() =>
        Assert.Equal(
            new CborMapWriter().Text("name", "scans").Text("owner", "paul").Map("schema", Stored(First).ToMap()).Text("label", "label")
                .Integer("classes", 2).ToBytes(),
            _office.Find(DatasetKeys.Dataset("scans"))!.ToMap().ToBytes());

    private static DatasetEvolve Evolve(Schema before, SchemaChange change) => new("scans", SchemaFormat.Write(before), change);

    private static ObjectReference Stored(Schema schema) => ObjectReference.Of(SchemaFormat.Write(schema));

    private static BatchRegister Batch(string content, Schema schema)
    {
        BatchRegister batch = Office.Batch(content);
        return batch with { Manifest = batch.Manifest with { SchemaDigest = schema.Digest } };
    }
}
