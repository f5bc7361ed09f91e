using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;

namespace Hallmark.Api;

/// <summary>Requests for schedules, as <c>request</c> answers.</summary>
public sealed record RequestsAnswer(IReadOnlyList<RequestAnswer> Requests, HeadAnswer Head)
{
    public static RequestsAnswer Of(IEnumerable<RequestState> requests, Head head) =>
        new([.. requests.Select(RequestAnswer.Of)], HeadAnswer.Of(head));
}

/// <summary>A schedule of which all is fixed but its seed, and what became of it; its terms come last.</summary>
public sealed record RequestAnswer : TermsAnswer
{
    private RequestAnswer(RequestState request)
        : base(request.Terms)
    {
        (Id, Dataset, Trainer, Statement) = (request.Id, request.Dataset, request.Trainer, request.Statement.ToString());
        (Entry, Deadline, Status) = (request.Entry.Value, request.Deadline.Value, Words.Of(request.Status));
        (Seeds, Seed, Withheld, Schedule) = (request.Seeds, request.Seed, request.Withheld, request.Schedule);
    }

    public string Id { get; }

    public string Dataset { get; }

    public string Trainer { get; }

    /// <summary>Id of the statement that made it: the seed follows from it.</summary>
    public string Statement { get; }

    public ulong Entry { get; }

    /// <summary>Last entry in which a secret may be revealed.</summary>
    public ulong Deadline { get; }

    /// <summary>open, revealed, committed or void.</summary>
    public string Status { get; }

    /// <summary>Commitments that it names.</summary>
    public IReadOnlyList<string> Seeds { get; }

    /// <summary>Null until all secrets are there.</summary>
    public ulong? Seed { get; }

    /// <summary>Members who kept it from its end; names only where it is void.</summary>
    public IReadOnlyList<string> Withheld { get; }

    /// <summary>What came of it, or null.</summary>
    public string? Schedule { get; }

    public static RequestAnswer Of(RequestState request) => new(request);
}
