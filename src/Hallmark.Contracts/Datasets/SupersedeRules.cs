using Hallmark.Contracts.Judging;

namespace Hallmark.Contracts.Datasets;

/// <summary>
/// A corrected batch takes the place of those before. From its registration on nobody judges those any more, and others are not compared
/// with them; once it is accepted, nobody chooses them either. Until then what was accepted stays in use, so who corrects a batch loses
/// nothing
/// by it. Their content stays, and so does all that rests on it. Contrast <see cref="Access.BatchWithdraw"/>, which destroys it.
/// <para>
/// What became of the records is not lost: who corrects little of what was judged goes on from there (<see cref="JudgedBefore"/>), or
/// correcting would draw another verdict from the same validator.
/// </para>
/// </summary>
internal static class SupersedeRules
{
    public static void Supersede(Ruling ruling, string id, string dataset, string successor)
    {
        BatchState batch = ruling.Get(DatasetKeys.Batch(id), $"batch {id}");
        Ruling.Require(
            batch.Dataset == dataset && batch.Provider == ruling.Sender.Name, "batch.supersede.own",
            $"{id} is not a batch of {dataset} that {ruling.Sender.Name} provided");
        Ruling.Require(batch.Withdrawn is null, "batch.supersede.withdrawn", $"{id} was withdrawn at entry {batch.Withdrawn}");
        Ruling.Require(batch.Superseded is null, "batch.supersede.again", $"{id} was superseded by {batch.Superseded?.By}");
        Ruling.Require(batch.Challenge is null, "batch.supersede.challenged", $"{id} is under challenge {batch.Challenge}");
        BatchState superseded = batch with { Superseded = new Succession(successor, ruling.Block.Entry) };
        ruling.Put(DatasetKeys.Batch(id), superseded);
        ruling.Remove(DatasetKeys.BatchRoot(dataset, batch.Root)); // whoever goes back to it registers it anew
        JudgedBefore.Superseded(ruling, batch);
        Credits.CreditRules.SettleDeposit(ruling, superseded);
        ruling.Emit("batch.superseded", ("batch", id), ("by", successor));
    }

    /// <summary>An accepted batch takes the place that it was registered for, and that which those before were registered for.</summary>
    public static void Settle(Ruling ruling, BatchState accepted)
    {
        var left = new Stack<string>(Before(ruling, accepted.Id));
        while (left.TryPop(out string? id))
        {
            BatchState before = ruling.Get(DatasetKeys.Batch(id), $"batch {id}");
            if (before.Superseded is { Settled: null } succession)
            {
                ruling.Put(DatasetKeys.Batch(id), before with { Superseded = succession with { Settled = ruling.Block.Entry } });
                Before(ruling, id).ToList().ForEach(left.Push);
            }
        }
    }

    private static IReadOnlyList<string> Before(Ruling ruling, string id) => ruling.Find(DatasetKeys.Superseded(id))?.Batches ?? [];
}
