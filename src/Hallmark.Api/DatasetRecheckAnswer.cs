using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>What a second validator put on record of others' measurements, as <c>recheck --dataset</c> answers.</summary>
/// <param name="Validator">Who measured again.</param>
/// <param name="Measured">Judgements measured.</param>
/// <param name="OnRecord">Whether it is on record; what differs is settled by a challenge first.</param>
public sealed record DatasetRecheckAnswer(
    string Dataset, string Validator, int Measured, IReadOnlyList<DatasetRecheckAnswer.Difference> Differs, bool OnRecord)
{
    public static DatasetRecheckAnswer Of(RecheckedDataset recheck) => new(
        recheck.Dataset, recheck.Validator, recheck.Measured,
        [.. recheck.Differ.Select(result => new Difference(result.Judge.Batch, result.Problem))], recheck.IsOnRecord)
    {
        Lost = recheck.Lost,
    };

    /// <summary>Judgements that nobody can measure any more; what is on record is not about them.</summary>
    public int Lost { get; init; }

    /// <param name="Problem">One sentence.</param>
    public sealed record Difference(string Batch, string Problem);
}
