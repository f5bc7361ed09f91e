namespace Hallmark.Quality.Provenance;

/// <summary>
/// How much a record's label speaks for a wrong label, beside what it would say on average if the label were right and if it
/// were wrong. With q the opinion on its label and a wrong label being any other class alike, the chance that the label is wrong
/// is t = ε·w / (1 - ε + ε·w), w = (1 - q) / ((classes - 1)·q), at a guessed share ε of wrong labels. t is the efficient score
/// for that share up to shift and scale, and bounded, so that no single record decides.
/// <para>A record that is hard to tell has a high t even when honest. Its expectation over the opinions themselves is therefore
/// taken off: what is left is about the labels, not about how hard the provider's classes are.</para>
/// </summary>
/// <param name="Found">t of the label it has, in [0, 1].</param>
/// <param name="IfRight">Expected t of a label drawn by the opinion.</param>
/// <param name="IfWrong">Expected t of a wrong label.</param>
internal readonly record struct Suspicion(double Found, double IfRight, double IfWrong)
{
    public const double LeastOpinion = 1e-6;

    public static Suspicion Of(ReadOnlySpan<float> opinion, int label, double guess)
    {
        double right = 0;
        double wrong = 0;
        for (int c = 0; c < opinion.Length; c++)
        {
            double t = Chance(opinion[c], opinion.Length, guess);
            right += opinion[c] * t;
            wrong += (1 - (double)opinion[c]) / (opinion.Length - 1) * t;
        }
        return new Suspicion(Chance(opinion[label], opinion.Length, guess), right, wrong);
    }

    /// <summary>The chance that a label is wrong of which the opinion is q, when a share of all labels is.</summary>
    public static double Chance(double q, int classes, double share)
    {
        double kept = Math.Clamp(q, LeastOpinion, 1);
        double ratio = (1 - kept) / ((classes - 1) * kept);
        return share * ratio / (1 - share + (share * ratio));
    }
}
