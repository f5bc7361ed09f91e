using Hallmark.Learning;

namespace Hallmark.Quality.Provenance;

/// <summary>
/// Whether labels are those that others would have given. Of each record the opinion of a logistic regression and a forest, class by
/// class, and as its score how far they prefer the likeliest other class to its label. Contrast <see cref="Suspicion"/>, where a wrong
/// label may be any other class alike: of many classes most are out of the question, and a wrong name is mostly a neighbour's.
/// </summary>
/// <param name="classes">At least 2.</param>
/// <param name="training">Of the regression.</param>
/// <param name="guess">Share of wrong labels that the score is made for.</param>
internal sealed class LabelFit(int classes, LogisticOptions training, double guess) : FitToOthers(classes + 1)
{
    private const int Trees = 60;

    /// <summary>The chance that the label is wrong, if the truth is either it or the likeliest other class.</summary>
    public double Score(ReadOnlySpan<float> opinion, int label)
    {
        float other = 0;
        for (int c = 0; c < classes; c++)
        {
            other = c == label ? other : Math.Max(other, opinion[c]);
        }
        double both = (double)opinion[label] + other;
        return Suspicion.Chance(both > 0 ? opinion[label] / both : 0.5, 2, guess);
    }

    protected override Matrix Answer(SourcedRecords learnt, SourcedRecords asked, ulong seed)
    {
        var forest = Forest.Fit(learnt.Features, learnt.Labels, classes, new ForestOptions { Trees = Trees, Seed = seed });
        Matrix grown = forest.Probabilities(asked.Features);
        Matrix straight = LogisticRegression.Fit(learnt.Features, learnt.Labels, classes, training).Probabilities(asked.Features);
        var result = new Matrix(asked.Count, Width);
        for (int row = 0; row < asked.Count; row++)
        {
            Span<float> answer = result.Row(row);
            for (int c = 0; c < classes; c++)
            {
                answer[c] = (grown[row, c] + straight[row, c]) / 2;
            }
            answer[classes] = (float)Score(answer[..classes], asked.Labels[row]);
        }
        return result;
    }
}
