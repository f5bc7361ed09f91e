using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Opens a dataset with a schema that is declared. Contrast <see cref="RegisterFile"/>, which finds the schema of a new one in its file.
/// </summary>
/// <param name="Name">The dataset's name.</param>
/// <param name="Schema">Of its batches, until <see cref="EvolveDataset"/> gives it the next.</param>
public sealed record CreateDataset(string Name, Schema Schema) : MemberAction<DatasetState>
{
    public override async Task<DatasetState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Name);
        RequireKnown(workspace, Schema);
        // Everybody's, also where the batches are not.
        ObjectReference schema = await workspace.Store.PutAsync(SchemaFormat.Write(Schema), cancellation).ConfigureAwait(false);
        await workspace.ActAs(As, Roles.Provider)
            .SubmitAsync(DatasetCreate.Of(Name, Schema, schema), cancellation).ConfigureAwait(false);
        return workspace.Catalog.Dataset(Name);
    }

    /// <summary>Refuses a schema that programs of the ledger's rules do not read, before anything is stored.</summary>
    /// <exception cref="UsageException">It has roles, a target or optional labels, and the ledger lives by older rules.</exception>
    internal static void RequireKnown(Workspace workspace, Schema schema)
    {
        int rules = workspace.Catalog.Ledger.Last.Rules;
        if (schema.IsExtended && rules < RuleVersions.Schemas)
        {
            throw new UsageException(
                $"the schema has roles, a target or optional labels, which rules {rules} do not know; its admins can move the ledger up "
                + $"('hallmark rules adopt {RuleVersions.Schemas}')");
        }
        Column? moment = schema.Columns.FirstOrDefault(
            column => column.Type is ColumnType.Date or ColumnType.DateTime or ColumnType.Instant);
        if (rules < RuleVersions.Moments && moment is not null)
        {
            throw new UsageException(
                $"column '{moment.Name}' holds dates or times, which rules {rules} do not know; "
                + $"'hallmark rules adopt {RuleVersions.Moments}' moves the ledger up");
        }
    }
}
