using Hallmark.Operations.Homes;

namespace Hallmark.Operations;

/// <summary>
/// What a member does on a ledger: a request that signs, and may change the home. Unlike a <see cref="Query{TResult}"/>, which only reads,
/// it
/// needs a <see cref="Workspace"/>. One class each in <c>Actions/</c>, called by the command line and the node alike.
/// </summary>
/// <typeparam name="TResult">What came of it, as typed facts; how they are shown is the caller's business.</typeparam>
public abstract record MemberAction<TResult>
{
    /// <summary>The member who acts; null for the only one who has the role and a key here.</summary>
    public string? As { get; init; }

    /// <summary>Told how far it is, on whatever thread; null for nobody.</summary>
    public IProgress<ActionProgress>? Progress { get; init; }

    /// <exception cref="UsageException">A field of the request is wrong; nothing was done.</exception>
    /// <exception cref="Client.StatementDeniedException">The rules forbid it; the denial is on record.</exception>
    public abstract Task<TResult> ExecuteAsync(Workspace workspace, CancellationToken cancellation);
}

/// <summary>What a person asks of a home. Unlike a <see cref="MemberAction{TResult}"/> it signs nothing and changes nothing.</summary>
/// <typeparam name="TResult">The answer, as typed facts.</typeparam>
public abstract record Query<TResult>
{
    /// <summary>Told how far it is, on whatever thread; null for nobody.</summary>
    public IProgress<ActionProgress>? Progress { get; init; }

    /// <exception cref="UsageException">A field of the request is wrong.</exception>
    /// <exception cref="KeyNotFoundException">What it asks for is not on this ledger.</exception>
    public abstract Task<TResult> AskAsync(HomeReader home, CancellationToken cancellation);
}

/// <summary>How far a long action or query is.</summary>
/// <param name="Stage">What is being done, e.g. "training on scans/schedule/1".</param>
/// <param name="Detail">How far, e.g. "epoch 3 of 40".</param>
public readonly record struct ActionProgress(string Stage, string Detail);
