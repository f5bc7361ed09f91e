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
/// <param name="Schema">Of all its batches, for ever.</param>
public sealed record CreateDataset(string Name, Schema Schema) : MemberAction<DatasetState>
{
    public override async Task<DatasetState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Name);
        RequireKnownTypes(workspace.Catalog.Ledger.Last.Rules);
        // Everybody's, also where the batches are not.
        ObjectReference schema = await workspace.Store.PutAsync(SchemaFormat.Write(Schema), cancellation).ConfigureAwait(false);
        await workspace.ActAs(As, Roles.Provider)
            .SubmitAsync(new DatasetCreate(Name, schema, Schema.Label, Schema.Classes.Count), cancellation).ConfigureAwait(false);
        return workspace.Catalog.Dataset(Name);
    }

    /// <summary>Whoever lives by older rules has programs that know fewer types.</summary>
    private void RequireKnownTypes(int rules)
    {
        Column? moment = Schema.Columns.FirstOrDefault(
            column => column.Type is ColumnType.Date or ColumnType.DateTime or ColumnType.Instant);
        if (rules < RuleVersions.Moments && moment is not null)
        {
            throw new FailureException(
                $"column '{moment.Name}' holds dates or times, which rules {rules} do not know; "
                + $"'hallmark rules adopt {RuleVersions.Moments}' moves the ledger up");
        }
    }
}
