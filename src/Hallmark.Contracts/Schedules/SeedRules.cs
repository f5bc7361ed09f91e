namespace Hallmark.Contracts.Schedules;

/// <summary>
/// How members draw a seed together: they commit to secrets, a request names the commitments, and only then are the secrets told.
/// Nobody knows the seed while the request can still be changed, and none who made it can be tried again with another.
/// </summary>
internal static class SeedRules
{
    /// <summary>Any member commits, to what nobody committed to before.</summary>
    public static void Commit(Ruling ruling)
    {
        SeedCommit commit = Payload.Read<SeedCommit>(ruling.Statement);
        StateKey<CounterState> taken = ScheduleKeys.Commitment(commit.Commitment);
        Ruling.Require(ruling.Find(taken) is null, "seed.again", $"{commit.Commitment.ToShortString()} was committed to before");
        string member = ruling.Sender.Name;
        long number = ruling.Count("seed/" + member);
        var seed = new SeedState($"{member}/seed/{number}", member, commit.Commitment, ruling.Block.Entry);
        ruling.Put(taken, new CounterState(number));
        ruling.Put(ScheduleKeys.Seed(seed.Id), seed);
        ruling.Emit(new SeedCommitted(seed.Id, commit.Commitment));
    }

    /// <summary>The member tells its secret to the request that names it, in time. With the last secret the seed is there.</summary>
    public static void Reveal(Ruling ruling)
    {
        SeedReveal reveal = Payload.Read<SeedReveal>(ruling.Statement);
        SeedState seed = ruling.Get(ScheduleKeys.Seed(reveal.Seed), $"seed {reveal.Seed}");
        Ruling.Require(seed.Member == ruling.Sender.Name, "seed.reveal.own", $"{seed.Id} is of {seed.Member}");
        Ruling.Require(seed.Secret is null, "seed.reveal.again", $"{seed.Id} is revealed already");
        RequestState request = ruling.Get(ScheduleKeys.Request(reveal.Request), $"request {reveal.Request}");
        Ruling.Require(
            seed.Request == request.Id, "seed.reveal.request", seed.Request is { } other
                ? $"{seed.Id} is named by {other}, not by {request.Id}" : $"{request.Id} does not name {seed.Id}");
        Ruling.Require(request.Status == RequestStatus.Open, "seed.reveal.closed", $"{request.Id} is {NameOf(request.Status)}");
        Ruling.Require(
            ruling.Block.Entry <= request.Deadline, "seed.reveal.late",
                $"{request.Id} waited for secrets up to entry {request.Deadline}");
        Ruling.Require(
            ScheduleSeed.CommitmentOf(ruling.Statement.Ledger, seed.Member, reveal.Secret) == seed.Commitment, "seed.reveal.secret",
            $"this is not what {seed.Member} committed to in {seed.Id}");
        ruling.Put(ScheduleKeys.Seed(seed.Id), seed with { Secret = reveal.Secret, Revealed = ruling.Block.Entry });
        ruling.Emit("seed.revealed", ("seed", seed.Id), ("request", request.Id));
        Draw(ruling, request);
    }

    /// <summary>Makes the seed where no secret is missing any more.</summary>
    private static void Draw(Ruling ruling, RequestState request)
    {
        SeedState[] seeds = [.. Of(ruling, request)];
        if (seeds.All(seed => seed.Secret is not null))
        {
            ulong drawn = ScheduleSeed.Of(request.Statement, seeds.Select(seed => seed.Secret!.Value));
            ruling.Put(ScheduleKeys.Request(request.Id), request with { Status = RequestStatus.Revealed, Seed = drawn });
            ruling.Emit("schedule.seeded", ("request", request.Id), ("seed", drawn.ToString()));
        }
    }

    /// <summary>The commitments that a request names, in its order.</summary>
    public static IEnumerable<SeedState> Of(Ruling ruling, RequestState request) =>
        request.Seeds.Select(id => ruling.Get(ScheduleKeys.Seed(id), $"seed {id}"));

    public static string NameOf(RequestStatus status) => status.ToString().ToLowerInvariant();
}
