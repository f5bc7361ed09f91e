using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Records;

/// <summary>How a schema becomes the next one of its dataset.</summary>
public sealed class SchemaChangeTests
{
    private static readonly Schema Before = new(
        [
            new Column("count", ColumnType.Int64, 0, 9) { Role = ColumnRole.Feature }, new Column("day", ColumnType.Date),
            new Column("kind", ColumnType.Int64),
        ],
        "kind", ["0", "1"]);

    private static readonly SchemaChange All = new()
    {
        Renamed = [("count", "number"), ("kind", "class")],
        Wider = [("count", ColumnType.Float64), ("kind", ColumnType.Text)],
        Added = [new Column("more", ColumnType.Boolean) { Role = ColumnRole.Group }],
        Classes = ["many"],
        LabelsBecomeOptional = true,
    };

    [Fact]
    public void What_is_changed_follows_and_what_is_not_stays()
    {
        Schema after = All.Apply(Before, out string problem)!;

        Assert.Equal("", problem);
        Assert.Equal(
            [
                new Column("number", ColumnType.Float64, 0, 9) { Role = ColumnRole.Feature }, new Column("day", ColumnType.Date),
                new Column("class", ColumnType.Text), new Column("more", ColumnType.Boolean) { Role = ColumnRole.Group },
            ],
            after.Columns);
        Assert.Equal(("class", true, 2), (after.Label, after.IsLabelOptional, after.Version));
        Assert.Equal(["0", "1", "many"], after.Classes);
        Assert.Same(Before, after.Find(Before.Digest));
        Assert.Null(Before.Find(after.Digest));
        Schema alone = SchemaFormat.Read(SchemaFormat.Write(after));
        Assert.Equal((after.Digest, 1), (alone.Digest, alone.Version)); // what it came from is no part of its bytes
    }

    [Fact]
    public void It_reads_back_and_is_found_again_from_both_ends()
    {
        var read = SchemaChange.Read(CborMap.Read(All.ToMap().ToBytes(), "change"));
        Assert.Equal(All.ToMap().ToBytes(), read.ToMap().ToBytes());
        Schema after = All.Apply(Before, out _)!;
        var between = SchemaChange.Between(Before, after, All.Renamed);
        Assert.Equal(All.ToMap().ToBytes(), between.ToMap().ToBytes());
        var mixed = new Schema([.. after.Columns.Reverse()], "class", [.. after.Classes.Reverse()], labelOptional: true);
        Assert.Equal(All.ToMap().ToBytes(), SchemaChange.Between(Before, mixed, All.Renamed).ToMap().ToBytes());
    }

    public static TheoryData<string, SchemaChange> Illegal => new()
    {
        { "changes nothing", new SchemaChange() },
        { "is not there", new SchemaChange { Renamed = [("none", "x")] } },
        { "named twice", new SchemaChange { Renamed = [("day", "x"), ("day", "y")] } },
        { "order of the columns", new SchemaChange { Renamed = [("day", "x"), ("count", "y")] } },
        { "what it is called", new SchemaChange { Renamed = [("day", "day")] } },
        { "no schema follows", new SchemaChange { Renamed = [("day", "count")] } },
        { "no schema follows", new SchemaChange { Added = [new Column("day", ColumnType.Text)] } },
        { "that holds less", new SchemaChange { Wider = [("count", ColumnType.Int64)] } },
        { "that holds less", new SchemaChange { Wider = [("count", ColumnType.Boolean)] } },
        { "that holds less", new SchemaChange { Wider = [("day", ColumnType.DateTime)] } },
        { "no schema follows", new SchemaChange { Classes = ["1"] } },
        { "no schema follows", new SchemaChange { Classes = ["one"] } }, // the label is a whole number
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void What_would_put_records_in_doubt_follows_from_nothing(string reason, SchemaChange change)
    {
        Assert.Null(change.Apply(Before, out string problem));
        Assert.Contains(reason, problem);
        Assert.DoesNotContain("label is no class", problem);
    }

    [Fact]
    public void There_are_no_classes_to_come_to_and_no_labels_to_become_optional_where_there_is_no_label()
    {
        var bare = new Schema([new Column("x", ColumnType.Float64)]);
        Assert.Null(new SchemaChange { Classes = ["a"] }.Apply(bare, out _));
        Assert.Null(new SchemaChange { LabelsBecomeOptional = true }.Apply(bare, out _));
        Assert.Null(new SchemaChange { LabelsBecomeOptional = true }.Apply(All.Apply(Before, out _)!, out _));
        var target = new Schema([new Column("x", ColumnType.Int64)], "x", [], LearningTask.Regression);
        Assert.NotNull(new SchemaChange { Wider = [("x", ColumnType.Float64)] }.Apply(target, out _));
        Assert.Null(new SchemaChange { Wider = [("x", ColumnType.Text)] }.Apply(target, out _));
    }

    [Fact]
    public void Classes_that_become_decimals_are_called_as_decimals_are_and_never_two_the_same()
    {
        var change = new SchemaChange { Wider = [("y", ColumnType.Float64)] };
        Assert.Equal(["1", "1E+17"], change.Apply(Labelled("1", "100000000000000000"), out _)!.Classes);
        Assert.Null(change.Apply(Labelled("9007199254740992", "9007199254740993"), out _));

        static Schema Labelled(params string[] classes) => new([new Column("y", ColumnType.Int64)], "y", classes);
    }

    public static TheoryData<string, Schema> Elsewhere => new()
    {
        { "column 'day' is gone", new Schema([Before.Columns[0], Before.Columns[2]], "kind", ["0", "1"]) },
        { "column 'count' has another role", WithFirst(Before.Columns[0] with { Role = null }) },
        { "column 'count' has another role", WithFirst(Before.Columns[0] with { Maximum = 10 }) },
        { "class '1' is gone", new Schema(Before.Columns, "kind", ["0"]) },
        { "the label is another one", new Schema(Before.Columns) },
        { "the label is another one", new Schema(Before.Columns, "kind", [], LearningTask.Regression) },
    };

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void What_no_change_leads_to_is_said_with_the_reason(string reason, Schema after) =>
        Assert.StartsWith(reason, Assert.Throws<ArgumentException>(() => SchemaChange.Between(Before, after, [])).Message);

    [Theory]
    [InlineData("renamed", "is no list of pairs", "a")]
    [InlineData("wider", "which is no type", "a", "number")]
    [InlineData("wider", "is empty")]
    [InlineData("classes", "is empty")]
    [InlineData("other", "")]
    public void Other_bytes_are_refused_by_their_field(string key, string reason, params string[] texts) => Assert.Contains(
        reason,
        Assert.Throws<MalformedException>(() => Read(new CborMapWriter().Texts(key, texts))).Message);

    private static SchemaChange Read(CborMapWriter map) => SchemaChange.Read(CborMap.Read(map.ToBytes(), "change"));

    private static Schema WithFirst(Column column) => new([column, .. Before.Columns.Skip(1)], "kind", ["0", "1"]);
}
