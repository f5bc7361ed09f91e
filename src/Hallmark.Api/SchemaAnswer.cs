using Hallmark.Data.Records;
using Hallmark.Features;
using Hallmark.Operations.Schemas;

namespace Hallmark.Api;

/// <summary>The schema of a file and why, as <c>schema</c> answers.</summary>
/// <param name="Source">How the file was read.</param>
/// <param name="RecordCount">Records of the file.</param>
/// <param name="Task">What the label is there for.</param>
/// <param name="Label">Column of the label or target; null without one.</param>
/// <param name="LabelOptional">Whether records may have none.</param>
/// <param name="Classes">In class order; empty without a label, or with a target.</param>
/// <param name="Asked">Columns whose owner has to say what they are for.</param>
/// <param name="Text">The schema as a file to be edited.</param>
/// <param name="Written">Where that was written; null where it was not.</param>
public sealed record SchemaAnswer(
    string File, SourceAnswer Source, long RecordCount, string Task, string? Label, bool LabelOptional, IReadOnlyList<string> Classes,
    IReadOnlyList<SchemaColumnAnswer> Columns, IReadOnlyList<string> Asked, string Text, string? Written)
{
    public static SchemaAnswer Of(ProposedSchema proposed, string text, string? written)
    {
        Schema schema = proposed.Schema;
        return new SchemaAnswer(
            proposed.Source.File, SourceAnswer.Of(proposed.Source), proposed.Records, SchemaFormat.NameOf(schema.Task), schema.Label,
            schema.IsLabelOptional, schema.Classes, [.. schema.Columns.Zip(proposed.Roles, SchemaColumnAnswer.Of)], proposed.Asked, text,
            written);
    }
}

/// <summary>A column and what it seems to be for.</summary>
/// <param name="Role">Null where it is the label or target, or is asked for.</param>
/// <param name="Reason">What speaks for it, or what is asked.</param>
public sealed record SchemaColumnAnswer(string Name, string Type, string? Role, string Reason)
{
    internal static SchemaColumnAnswer Of(Column column, RoleProposal proposal) => new(
        column.Name, SchemaFormat.NameOf(column.Type), proposal.Role is { } role ? SchemaFormat.NameOf(role) : null, proposal.Reason);
}
