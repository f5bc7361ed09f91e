using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>A dataset: its fixed schema and who opened it.</summary>
public sealed record DatasetState(
    string Name, string Owner, ObjectReference Schema, string? Label, int Classes) : IStateRecord<DatasetState>
{
    /// <summary>What the label is there for; null where the schema says no more than what there was before rules 9.</summary>
    public LearningTask? Task { get; init; }

    /// <summary>Whether records may have no label.</summary>
    public bool IsLabelOptional { get; init; }

    /// <summary>The same where the schema says nothing of it, too: classes where there is a label.</summary>
    public LearningTask TaskOrDefault => Task ?? (Label is null ? LearningTask.Unlabelled : LearningTask.Classification);

    /// <summary>How many counts an open batch's manifest has, see <see cref="Data.Records.Schema.CountedClasses"/>.</summary>
    public int CountedClasses => Classes + (Classes > 0 && IsLabelOptional ? 1 : 0);

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name).Text("owner", Owner).Map("schema", Schema.ToMap()).Text("label", Label).Integer("classes", Classes)
        .Text("task", Task is { } task ? SchemaFormat.NameOf(task) : null)
        .Text("labels", IsLabelOptional ? SchemaFormat.Optional : null);

    public static DatasetState Read(CborMap map) => new(
        map.Text("name"), map.Text("owner"), ObjectReference.Read(map.Map("schema")), map.OptionalText("label"),
        (int)map.Integer("classes"))
    {
        Task = LabelFields.Task(map),
        IsLabelOptional = LabelFields.IsOptional(map),
    };
}
