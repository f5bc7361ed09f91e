using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;

namespace Hallmark.Operations.Scheduling;

/// <summary>Draws the seed of a schedule again, from the signed statements alone.</summary>
internal static class ScheduleSeeds
{
    /// <summary>What is wrong with the seed, or null.</summary>
    public static string? Compare(Catalog catalog, ScheduleState schedule, ScheduleCommit commit)
    {
        if (schedule.Request is not { } id)
        {
            return (commit.Direct!.Seed, commit.Direct.SeedOrigin) == (schedule.Seed, schedule.SeedOrigin)
                ? null
                : $"the seed {schedule.Seed} ({schedule.SeedOrigin}) is not what the trainer signed";
        }
        RequestState request = catalog.Request(id);
        Statement asked = StatementAt(catalog, request.Entry);
        var secrets = new List<Digest>();
        foreach (string seed in Payload.Read<ScheduleRequest>(asked).Seeds)
        {
            SeedState state = catalog.Ledger.State.Find(ScheduleKeys.Seed(seed))
                ?? throw new KeyNotFoundException($"there is no seed '{seed}' on this ledger");
            if (state.Revealed is not { } entry || entry <= request.Entry || entry > request.Deadline)
            {
                return $"nobody revealed {seed} to {id} in time";
            }
            Statement told = StatementAt(catalog, entry);
            SeedReveal reveal = Payload.Read<SeedReveal>(told);
            SeedCommit committed = Payload.Read<SeedCommit>(StatementAt(catalog, state.Entry));
            if (state.Entry >= request.Entry || reveal.Seed != seed || reveal.Request != id
                || ScheduleSeed.CommitmentOf(catalog.Ledger.Id, told.Issuer, reveal.Secret) != committed.Commitment)
            {
                return $"what was revealed for {seed} is not what {state.Member} committed to before";
            }
            secrets.Add(reveal.Secret);
        }
        ulong drawn = ScheduleSeed.Of(asked.Id, secrets);
        return drawn == schedule.Seed && schedule.SeedOrigin == SeedOrigins.Revealed
            ? null
            : $"{id} and its secrets give the seed {drawn}, the schedule says {schedule.Seed} ({schedule.SeedOrigin})";
    }

    private static Statement StatementAt(Catalog catalog, EntryIndex entry) => catalog.Ledger.ReadEntry(entry).Statement;
}
