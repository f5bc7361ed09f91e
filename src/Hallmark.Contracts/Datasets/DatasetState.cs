using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>A dataset: its schema in force, those before, and who opened it.</summary>
/// <param name="Schema">Of the batches that come from now on.</param>
/// <param name="Label">As the schema in force has it, and so are the next.</param>
public sealed record DatasetState(
    string Name, string Owner, ObjectReference Schema, string? Label, int Classes) : IStateRecord<DatasetState>
{
    /// <summary>Most schemas that a dataset has one after the other.</summary>
    public const int SchemaLimit = 100;

    /// <summary>Schemas that it had before, the first one first.</summary>
    public IReadOnlyList<EarlierSchema> Earlier { get; init; } = [];

    /// <summary>What the label is there for; null where the schema says no more than what there was before rules 9.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>Whether records may have no label.</summary>
    public bool IsLabelOptional { get; init; }

    /// <summary>The same where the schema says nothing of it, too: classes where there is a label.</summary>
    public LearningTask TaskOrDefault => Task ?? (Label is null ? LearningTask.Unlabelled : LearningTask.Classification);

    /// <summary>How many counts an open batch's manifest has, see <see cref="Data.Records.Schema.CountedClasses"/>.</summary>
    public int CountedClasses => Classes + (Classes > 0 && IsLabelOptional ? 1 : 0);

    /// <summary>Whether what is said of the schema in force is so.</summary>
    public bool IsOf(Schema schema) => schema is not null && Label == schema.Label && Classes == schema.Classes.Count
        && Task == (schema.IsExtended ? schema.Task : null) && IsLabelOptional == schema.IsLabelOptional;

    /// <summary>The same with its next schema.</summary>
    /// <param name="by">The entry that says so.</param>
    internal DatasetState With(Schema next, EntryIndex by) => this with
    {
        Schema = ObjectReference.Of(SchemaFormat.Write(next)),
        Label = next.Label,
        Classes = next.Classes.Count,
        Task = next.IsExtended ? next.Task : null,
        IsLabelOptional = next.IsLabelOptional,
        Earlier = [.. Earlier, new EarlierSchema(Schema, by)],
    };

    /// <summary>How many schemas it had when the tree had this size, with the one in force then.</summary>
    public int VersionAt(TreeSize size) => 1 + Earlier.Count(schema => schema.Until.IsWithin(size));

    public CborMapWriter ToMap()
    {
        CborMapWriter map = new CborMapWriter()
            .Text("name", Name).Text("owner", Owner).Map("schema", Schema.ToMap()).Text("label", Label).Integer("classes", Classes)
            .Text("task", Task is { } task ? SchemaFormat.NameOf(task) : null)
            .Text("labels", IsLabelOptional ? SchemaFormat.Optional : null);
        return Earlier.Count == 0 ? map : map.Maps("earlier", Earlier.Select(schema => schema.ToMap()));
    }

    public static DatasetState Read(CborMap map) => new(
        map.Text("name"), map.Text("owner"), ObjectReference.Read(map.Map("schema")), map.OptionalText("label"),
        (int)map.Integer("classes"))
    {
        Task = LabelFields.Task(map),
        IsLabelOptional = LabelFields.IsOptional(map),
        Earlier = map.Has("earlier") ? [.. map.Maps("earlier", SchemaLimit).Select(EarlierSchema.Read)] : [],
    };
}
