using Hallmark.Client;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Members;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>Gives credits to a member or to a dataset's pot; <see cref="MintCredits"/> makes new ones.</summary>
/// <param name="Amount">At least 1.</param>
/// <param name="To">A member's name, or <c>dataset/NAME</c>.</param>
/// <param name="Memo">What for, for the record.</param>
public sealed record TransferCredits(long Amount, string To, string Memo) : MemberAction<CreditsTransferred>
{
    /// <exception cref="UsageException">Nobody is named who gives: that is never guessed.</exception>
    public override async Task<CreditsTransferred> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberSession sender = workspace.ActAs(As ?? throw new UsageException("--as: who gives?"), Roles.Reader);
        await sender.SubmitAsync(new CreditTransfer(To, Amount, Memo), cancellation).ConfigureAwait(false);
        return new CreditsTransferred(sender.Member, To, Amount);
    }
}

/// <param name="From">Who gave.</param>
public sealed record CreditsTransferred(string From, string To, long Amount);
