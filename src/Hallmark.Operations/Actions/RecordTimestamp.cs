using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Data.Store;
using Hallmark.Evidence.Timestamps;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Puts a stamp on record, so that policies see it; an admin of this home acts where nobody is named. Contrast <see cref="StampHeader"/>,
/// which has one made.
/// </summary>
/// <param name="Stamped">What an authority stamped.</param>
public sealed record RecordTimestamp(HeaderStamped Stamped) : MemberAction<TimestampState>
{
    public override async Task<TimestampState> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        TimestampToken token = Stamped.Token;
        ObjectReference kept = await workspace.Store.PutAsync(token.Bytes, cancellation).ConfigureAwait(false);
        var record = new TimestampRecord(Stamped.Height, token.Imprint, token.Time.ToUnixTimeSeconds(), token.Authority, kept);
        await workspace.ActAs(As, Roles.Admin).SubmitAsync(record, cancellation).ConfigureAwait(false);
        return workspace.Catalog.Ledger.State.Find(GovernanceKeys.Timestamp)!;
    }
}
