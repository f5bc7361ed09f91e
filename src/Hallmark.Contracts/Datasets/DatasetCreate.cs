using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>
/// Opens a dataset with its first schema, which only <see cref="DatasetEvolve"/> changes:
/// <c>dataset.create</c> {dataset, schema, label?, classes, task?, labels?}. The schema's
/// bytes lie in the content store under the digest named here.
/// </summary>
public sealed record DatasetCreate(string Dataset, ObjectReference Schema, string? Label, int Classes) : IPayload<DatasetCreate>
{
    public static string Kind => "dataset.create";

    /// <summary>
    /// What the label is there for, where the schema says more than older programs read (<see cref="Data.Records.Schema.IsExtended"/>);
    /// null otherwise. Since rules 9.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>Whether records may have no label; only with a task.</summary>
    public bool IsLabelOptional { get; init; }

    /// <summary>What opens a dataset of this schema.</summary>
    /// <param name="dataset">Its name.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="stored">Where its bytes lie.</param>
    public static DatasetCreate Of(string dataset, Schema schema, ObjectReference stored)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new DatasetCreate(dataset, stored, schema.Label, schema.Classes.Count)
        {
            Task = schema.IsExtended ? schema.Task : null,
            IsLabelOptional = schema.IsLabelOptional,
        };
    }

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("dataset", Dataset).Map("schema", Schema.ToMap()).Text("label", Label).Integer("classes", Classes)
        .Text("task", Task is { } task ? SchemaFormat.NameOf(task) : null)
        .Text("labels", IsLabelOptional ? SchemaFormat.Optional : null);

    public static DatasetCreate Read(CborMap map)
    {
        var create = new DatasetCreate(
            map.Name("dataset"), ObjectReference.Read(map.Map("schema")), map.OptionalText("label"),
            (int)map.Integer("classes", 0, 1_000_000))
        {
            Task = LabelFields.Task(map),
            IsLabelOptional = LabelFields.IsOptional(map),
        };
        bool fits = create.Task switch
        {
            null => !create.IsLabelOptional,
            LearningTask.Classification => create is { Label: not null, Classes: > 0 },
            LearningTask.Regression => create is { Label: not null, Classes: 0 },
            _ => create is { Label: null, Classes: 0, IsLabelOptional: false },
        };
        return fits ? create
            : throw new MalformedException("dataset.create.task", "does not fit the label, its classes or whether it is optional");
    }
}
