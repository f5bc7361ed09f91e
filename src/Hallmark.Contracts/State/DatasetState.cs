using Hallmark.Data;
using Hallmark.Evidence;

namespace Hallmark.Contracts.State;

/// <summary>A dataset: its fixed schema and who opened it.</summary>
public sealed record DatasetState(string Name, string Owner, ObjectReference Schema, string? Label, int Classes) : IStateRecord<DatasetState>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name).Text("owner", Owner).Map("schema", Schema.ToMap()).Text("label", Label).Integer("classes", Classes);

    public static DatasetState Read(CborMap map) => new(
        map.Text("name"), map.Text("owner"), ObjectReference.Read(map.Map("schema")), map.OptionalText("label"), (int)map.Integer("classes"));
}

/// <summary>A member's right to use a dataset for a purpose; <paramref name="Until"/> in seconds since 1970, exclusive.</summary>
public sealed record GrantState(string Member, string Dataset, string Purpose, long? Until) : IStateRecord<GrantState>
{
    /// <param name="timeMs">A block's time.</param>
    public bool IsValidAt(long timeMs) => Until is null || timeMs / 1000 < Until;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("dataset", Dataset).Text("purpose", Purpose).Integer("until", Until);

    public static GrantState Read(CborMap map) => new(
        map.Text("member"), map.Text("dataset"), map.Text("purpose"), map.Has("until") ? map.Integer("until") : null);
}
