using Hallmark.Client;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Puts a statement on record that somebody else signed, as it is. Handed in again it is found where it is: the answer is the same, so
/// whoever lost an answer asks again.
/// </summary>
/// <param name="Bytes">A tagged COSE_Sign1, <see cref="Statement"/>.</param>
public sealed record HandInStatement(ReadOnlyMemory<byte> Bytes) : MemberAction<HandedIn>
{
    /// <exception cref="MalformedException">It is no statement.</exception>
    /// <exception cref="StatementRefusedException">It cannot be on record, not even as a denial: the key, the ledger, the time.</exception>
    public override async Task<HandedIn> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        var statement = Statement.Read(Bytes);
        return workspace.Catalog.FindStatement(statement.Id) is { } known
            ? new HandedIn(known.Index, known.Height, statement, known.Outcome, IsRepeated: true)
            : await workspace.Door.SubmitAsync(statement, cancellation).ConfigureAwait(false) switch
            {
                Submission.Accepted taken => new HandedIn(taken.Entry, taken.Height, statement, taken.Outcome, IsRepeated: false),
                Submission.Denied denied => new HandedIn(denied.Entry, denied.Height, statement, denied.Outcome, IsRepeated: false),
                Submission.Refused refused => Repeated(workspace, statement) ?? throw new StatementRefusedException(refused.Reason),
                _ => throw new InvalidOperationException("There is no other answer."),
            };
    }

    /// <summary>Two handed in at once: the second was refused because the first was taken.</summary>
    private static HandedIn? Repeated(Workspace workspace, Statement statement) =>
        workspace.Catalog.FindStatement(statement.Id) is { } known
            ? new HandedIn(known.Index, known.Height, statement, known.Outcome, IsRepeated: true)
            : null;
}

/// <summary>Where a statement is on record.</summary>
/// <param name="Outcome">What came of it; a denial says the rule.</param>
/// <param name="IsRepeated">It was there before.</param>
public sealed record HandedIn(EntryIndex Entry, BlockHeight Height, Statement Statement, Outcome Outcome, bool IsRepeated);
