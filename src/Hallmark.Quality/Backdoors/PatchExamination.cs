namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Decides whether a content is a trigger. A mark of a class is carried by records that look like the class elsewhere, too; a trigger
/// by records that look like other classes, with the content covered and without. Two shares are asked for: of the carriers with the
/// label, most must look like another class, and more than records of the label without the content do; and of the carriers that look
/// like another class, most must have the label, so that the content, and not a resemblance of two classes, goes with it.
/// </summary>
internal sealed class PatchExamination(ContextVote quick, ContextVote full, int[] labels, Significance significance)
{
    private const int QuickSample = 32;
    private const int FullSample = 100;
    private const double OneLabel = 0.5;

    /// <summary>Share of carriers from which on all are accused; below, each one's own looks decide.</summary>
    private const double NearlyAll = 0.9;

    /// <summary>The same for a content that hardly occurs under other labels: some poison looks like its label by chance.</summary>
    private const double NearlyAllOfRare = 0.75;
    private const int RareBelow = 10;

    private readonly ILookup<int, int> _ofLabel = labels.Index().ToLookup(item => item.Item, item => item.Index);

    /// <param name="Elsewhere">Share of carriers that look like another class.</param>
    /// <param name="Control">The same of records without the content.</param>
    /// <param name="Chance">Fisher's test of the two.</param>
    public readonly record struct Verdict(double Elsewhere, double Control, double Chance);

    // How many of those asked about look like another class.
    private readonly record struct Share(int Looking, int Of)
    {
        public static Share None => new(0, 1);

        public double Value => (double)Looking / Of;
    }

    /// <summary>The verdict, or null for a content that is no trigger.</summary>
    /// <param name="target">The label.</param>
    /// <param name="carriers">Records with the label and the content.</param>
    /// <param name="others">Records with the content and another label.</param>
    /// <param name="covered">The features that are not looked at.</param>
    public Verdict? Examine(int target, List<int> carriers, List<int> others, int[] covered)
    {
        // What is cheap to ask, and refuses most, comes first: of the carriers alone, since controls can only raise what is asked of them.
        Share quickly = LookElsewhere(quick, target, carriers, covered, QuickSample);
        if (!Differs(quickly, Share.None, 4))
        {
            return null;
        }
        int[] controls = Controls(target, carriers);
        if (controls.Length == 0 || !Differs(quickly, LookElsewhere(quick, target, controls, covered, QuickSample), 4))
        {
            return null;
        }
        Share carrying = LookElsewhere(full, target, carriers, covered, FullSample);
        if (!Differs(carrying, Share.None, 2) || !LookElsewhereInFull(target, carriers, others))
        {
            return null;
        }
        Share control = LookElsewhere(full, target, controls, covered, FullSample);
        if (!Differs(carrying, control, 2))
        {
            return null;
        }
        double chance = significance.Fisher(carrying.Looking, carrying.Of, control.Looking, control.Of);
        var verdict = new Verdict(carrying.Value, control.Value, chance);
        int[] sample = BackdoorInput.Spread(others, FullSample);
        int othersLooking = full.Classes(sample, covered).Count(c => c != target);
        double without = sample.Length == 0 ? 0 : (double)others.Count * othersLooking / sample.Length;
        double with = carriers.Count * verdict.Elsewhere;
        return with >= OneLabel * (with + without) ? verdict : null;
    }

    /// <summary>Which of the carriers to accuse.</summary>
    /// <param name="others">Records of other labels with the content.</param>
    public int[] Accused(Verdict verdict, int target, List<int> carriers, int others, int[] covered)
    {
        double enough = RareBelow * others < carriers.Count ? NearlyAllOfRare : NearlyAll;
        if (verdict.Elsewhere >= enough)
        {
            return [.. carriers];
        }
        int[] looks = full.Classes([.. carriers], covered);
        return [.. carriers.Where((_, i) => looks[i] != target)];
    }

    // A content may be all that makes its class: with it covered nothing is left to see. Such carriers, uncovered, are like others of
    // their class that have it in a similar form.
    private bool LookElsewhereInFull(int target, List<int> carriers, List<int> others)
    {
        int[] sample = BackdoorInput.Spread(carriers, FullSample);
        int[] looks = full.ClassesWithout(sample, [.. carriers.Concat(others).Order()]);
        return 2 * looks.Count(c => c >= 0 && c != target) >= sample.Length;
    }

    // A share of 1 / part of what the controls leave, on top of theirs.
    private static bool Differs(Share carrying, Share control, int part) =>
        carrying.Value >= control.Value + ((1 - control.Value) / part);

    private static Share LookElsewhere(ContextVote vote, int target, IReadOnlyList<int> records, int[] covered, int most)
    {
        int[] sample = BackdoorInput.Spread(records, most);
        return new Share(vote.Classes(sample, covered).Count(c => c != target), sample.Length);
    }

    private int[] Controls(int target, List<int> carriers)
    {
        var carrying = new HashSet<int>(carriers);
        return [.. _ofLabel[target].Where(record => !carrying.Contains(record))];
    }
}
