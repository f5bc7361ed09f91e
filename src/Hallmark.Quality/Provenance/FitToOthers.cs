using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// How badly records fit what other records show: one kind of evidence about providers. The larger the score of a record, the worse.
/// </summary>
/// <param name="width">Numbers for each record, of which the last is its score.</param>
internal abstract class FitToOthers(int width)
{
    /// <summary>No more records are learnt from, drawn: with more, scores hardly change.</summary>
    public const int LearntMax = 5_000;

    public int Width => width;

    /// <param name="learnt">Records that show how it should be, none of them asked about; at least one.</param>
    /// <param name="asked">Records that are asked about.</param>
    /// <param name="seed">Of draws.</param>
    /// <returns><c>[asked, width]</c>.</returns>
    public Matrix Ask(SourcedRecords learnt, SourcedRecords asked, ulong seed)
    {
        int[] drawn = Drawn.Rows(learnt.Count, LearntMax, seed);
        return Answer(drawn.Length < learnt.Count ? learnt.Take(drawn) : learnt, asked, seed);
    }

    protected abstract Matrix Answer(SourcedRecords learnt, SourcedRecords asked, ulong seed);
}
