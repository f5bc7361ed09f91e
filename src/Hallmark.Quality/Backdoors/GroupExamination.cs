using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>
/// Decides whether a part of a class, which some statistic set apart, is poison. As in Chen et al.'s exclusionary reclassification
/// (2018) others say what its members are, but the neighbours of each do, in place of a second training, and the part is not left out:
/// an unusual kind of a clean class finds its like and is let alone. A part is accused only if most of it looks like other classes, and
/// more of it than of the rest of the class. The price: poison whose trigger outweighs the rest of the record vouches for itself.
/// </summary>
internal sealed class GroupExamination(Matrix features, int[] labels, int classes, double error, ulong seed)
{
    private const int Columns = 256;
    private const int References = 5_000;
    private const int ControlSample = 500;
    private const int LeastGroup = 3;
    private const double NearlyAll = 0.9;

    private readonly ContextVote _vote = new(
        BackdoorInput.Comparable(features, picture: false),
        labels,
        classes,
        BackdoorInput.Draw(labels, References, seed, "group.references"),
        Columns);

    private readonly Significance _significance = new(labels.Length);

    /// <summary>The members to accuse, ascending; empty for a group that is no poison.</summary>
    /// <param name="target">Label of all members.</param>
    /// <param name="group">The part set apart.</param>
    /// <param name="rest">The other records of the label.</param>
    public int[] Accused(int target, int[] group, int[] rest)
    {
        if (group.Length < LeastGroup || rest.Length == 0)
        {
            return [];
        }
        int[] controls = BackdoorInput.Spread(rest, ControlSample);
        int[] looks = _vote.Classes([.. group, .. controls], []);
        int looking = looks.Take(group.Length).Count(c => c != target);
        int controlsLooking = looks.Count(c => c != target) - looking;
        double share = (double)looking / group.Length;
        double control = (double)controlsLooking / controls.Length;
        double chance = _significance.Fisher(looking, group.Length, controlsLooking, controls.Length) * classes;
        if (share < control + ((1 - control) / 2) || chance > error)
        {
            return [];
        }
        return share >= NearlyAll ? group : [.. group.Where((_, i) => looks[i] != target)];
    }
}
