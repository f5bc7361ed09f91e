using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Client;

/// <summary>The ledger recorded that a statement is forbidden.</summary>
public sealed class StatementDeniedException(string rule, string reason, EntryIndex entry) : Exception(
    $"{reason} (rule {rule}, recorded as entry {entry})")
{
    public string Rule { get; } = rule;

    public string Reason { get; } = reason;

    public EntryIndex Entry { get; } = entry;
}

/// <summary>The ledger did not let a statement in; nothing was recorded.</summary>
public sealed class StatementRefusedException(string reason) : Exception(reason);

/// <summary>
/// A member at work on an open ledger: signs payloads, hands them in, and insists that they are accepted. Where the member's key is rotated
/// meanwhile, what was denied for its old key is signed and handed in again; the denials stay on record.
/// </summary>
/// <param name="signer">The member's key.</param>
/// <param name="findKey">The key that counts by now, or null; null for a member whose key does not change.</param>
public sealed class MemberSession(
    IStatementDoor door, string member, ISigner signer, TimeProvider clock, Func<ISigner?>? findKey = null)
{
    /// <summary>
    /// Fits the ledger's queue, so that statements enter it in the order given as long as the writer stays; where it goes, those under way
    /// are handed in again in any order.
    /// </summary>
    private const int GroupSize = 1024;

    private volatile ISigner _signer = signer;

    public string Member { get; } = member;

    /// <summary>The member's statement, now, for this ledger; handed in nowhere.</summary>
    public Statement Sign<T>(T payload)
        where T : IPayload<T> => Payload.Sign(payload, _signer, Member, door.View.Id, clock.GetUtcNow());

    /// <exception cref="StatementDeniedException">Forbidden; the denial is on record.</exception>
    /// <exception cref="StatementRefusedException">Refused at the door.</exception>
    public async Task<Submission.Accepted> SubmitAsync<T>(T payload, CancellationToken cancellation = default)
        where T : IPayload<T> => (await SubmitGroupAsync([payload], cancellation).ConfigureAwait(false))[0];

    /// <summary>The same for a payload that says what comes of it.</summary>
    /// <exception cref="StatementDeniedException">Forbidden; the denial is on record.</exception>
    /// <exception cref="StatementRefusedException">Refused at the door.</exception>
    public async Task<TResult> ObtainAsync<TPayload, TResult>(IPayload<TPayload, TResult> payload, CancellationToken cancellation = default)
        where TPayload : IPayload<TPayload, TResult>
        where TResult : IResult<TResult> =>
        TResult.Read((await SubmitAsync((TPayload)payload, cancellation).ConfigureAwait(false)).Outcome);

    /// <summary>Hands in many at once, so that they share blocks; answers in their order.</summary>
    /// <exception cref="StatementDeniedException">At least one was forbidden; the others are on record all the same.</exception>
    public async Task<IReadOnlyList<Submission.Accepted>> SubmitAllAsync<T>(
        IEnumerable<T> payloads, CancellationToken cancellation = default)
        where T : IPayload<T>
    {
        var answers = new List<Submission.Accepted>();
        foreach (T[] group in payloads.Chunk(GroupSize))
        {
            answers.AddRange(await SubmitGroupAsync(group, cancellation).ConfigureAwait(false));
        }
        return answers;
    }

    private async Task<Submission.Accepted[]> SubmitGroupAsync<T>(T[] payloads, CancellationToken cancellation)
        where T : IPayload<T>
    {
        var answers = new Submission[payloads.Length];
        int[] left = [.. Enumerable.Range(0, payloads.Length)];
        while (true)
        {
            ISigner used = _signer;
            Submission[] given = await Task.WhenAll(left.Select(at => door.SubmitAsync(Sign(payloads[at]), cancellation)))
                .ConfigureAwait(false);
            for (int i = 0; i < left.Length; i++)
            {
                answers[left[i]] = given[i];
            }
            left = [.. left.Where(at => answers[at] is Submission.Denied { Outcome.Rule: RuleNames.OldKey })];
            if (left.Length == 0 || !TakeUpKey(used))
            {
                return [.. answers.Select(Require)];
            }
        }
    }

    /// <returns>Whether another key than the one that was used counts by now.</returns>
    private bool TakeUpKey(ISigner used)
    {
        if (findKey?.Invoke() is { } key && !key.PublicKey.Equals(_signer.PublicKey))
        {
            _signer = key;
        }
        return !_signer.PublicKey.Equals(used.PublicKey);
    }

    private static Submission.Accepted Require(Submission answer) => answer switch
    {
        Submission.Accepted accepted => accepted,
        Submission.Denied denied => throw new StatementDeniedException(denied.Outcome.Rule!, denied.Outcome.Reason!, denied.Entry),
        Submission.Refused refused => throw new StatementRefusedException(refused.Reason),
        _ => throw new InvalidOperationException("There is no other answer."),
    };
}
