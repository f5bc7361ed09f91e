namespace Hallmark.Contracts.Datasets;

/// <summary>
/// A corrected batch takes the place of those before. Nobody chooses or judges those any more, and others are not compared with them; their
/// content stays, and so does all that rests on it. Contrast <see cref="Access.BatchWithdraw"/>, which destroys it. What became of the
/// records is not lost: who corrects little of what was not accepted goes on from there (<see cref="Judging.JudgedBefore"/>).
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
        Credits.CreditRules.SettleDeposit(ruling, superseded);
        ruling.Emit("batch.superseded", ("batch", id), ("by", successor));
    }
}
