using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Operations;

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
        Statement asked = catalog.Ledger.ReadEntry(new EntryIndex((ulong)request.Entry)).Statement;
        var signed = Payload.Read<ScheduleRequest>(asked);
        Dictionary<string, SeedReveal> reveals = Reveals(catalog.Ledger, request);
        foreach (string seed in signed.Seeds)
        {
            if (!reveals.TryGetValue(seed, out SeedReveal? reveal))
            {
                return $"nobody revealed {seed}, which {id} names";
            }
            SeedState state = catalog.Ledger.State.Find<SeedState>(StateKeys.Seed(seed)) ?? throw new KeyNotFoundException($"there is no seed '{seed}' on this ledger");
            SeedCommit committed = Payload.Read<SeedCommit>(catalog.Ledger.ReadEntry(new EntryIndex((ulong)state.Entry)).Statement);
            if (state.Entry >= request.Entry || ScheduleSeed.CommitmentOf(catalog.Ledger.Ledger, state.Member, reveal.Secret) != committed.Commitment)
            {
                return $"what was revealed for {seed} is not what {state.Member} committed to before";
            }
        }
        ulong drawn = ScheduleSeed.Of(asked.Id, signed.Seeds.Select(seed => reveals[seed].Secret));
        return drawn == schedule.Seed && schedule.SeedOrigin == SeedOrigins.Revealed
            ? null
            : $"{id} and its secrets give the seed {drawn}, the schedule says {schedule.Seed} ({schedule.SeedOrigin})";
    }

    /// <summary>The accepted reveals to a request, by seed: none lies before it or behind its deadline.</summary>
    private static Dictionary<string, SeedReveal> Reveals(LedgerView ledger, RequestState request)
    {
        var reveals = new Dictionary<string, SeedReveal>(StringComparer.Ordinal);
        for (long at = request.Entry + 1; at <= request.Deadline && at < (long)ledger.Size.Value && reveals.Count < request.Seeds.Count; at++)
        {
            Statement statement = ledger.ReadEntry(new EntryIndex((ulong)at)).Statement;
            if (statement.Kind == SeedReveal.Kind && Payload.Read<SeedReveal>(statement) is { } reveal && reveal.Request == request.Id)
            {
                reveals[reveal.Seed] = reveal;
            }
        }
        return reveals;
    }
}
