using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>
/// A validator says that it took the measurements of others again: <c>dataset.recheck</c> {dataset, from, to, differs}. All judgements of
/// the dataset by others in these entries, both ends included, came out as they were signed, but for those that <c>differs</c> names and
/// those whose content is destroyed. It changes no verdict; a <see cref="ChallengeVote"/> does. What was rechecked may be withdrawn.
/// </summary>
/// <param name="Differs">Entries of <c>batch.judge</c> statements, ascending; each was challenged, and the challenge is closed.</param>
public sealed record DatasetRecheck(string Dataset, EntryIndex From, EntryIndex To, IReadOnlyList<EntryIndex> Differs)
    : IPayload<DatasetRecheck>
{
    /// <summary>Most judgements that one statement says to differ.</summary>
    public const int MaxDiffers = 1000;

    public static string Kind => "dataset.recheck";

    public string Subject => Dataset;

    /// <summary>Whether it speaks of the judgement in this entry.</summary>
    public bool Covers(EntryIndex judgement) => From <= judgement && judgement <= To;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("dataset", Dataset).Entry("from", From).Entry("to", To).Entries("differs", Differs);

    public static DatasetRecheck Read(CborMap map)
    {
        var recheck = new DatasetRecheck(
            map.Name("dataset"), map.Entry("from"), map.Entry("to"), map.Entries("differs", MaxDiffers));
        if (recheck.From > recheck.To)
        {
            throw new MalformedException("from", $"is {recheck.From}, behind {recheck.To}");
        }
        return recheck.Differs.All(recheck.Covers) && recheck.Differs.Zip(recheck.Differs.Skip(1)).All(pair => pair.First < pair.Second)
            ? recheck
            : throw new MalformedException("differs", "is not ascending, or names an entry outside");
    }
}
