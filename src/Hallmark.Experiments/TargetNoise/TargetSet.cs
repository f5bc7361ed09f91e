using Hallmark.Learning;

namespace Hallmark.Experiments.TargetNoise;

/// <summary>Public records with one of their measurements taken as the number to be foretold from the others.</summary>
/// <param name="Name">Of the data and the measurement.</param>
/// <param name="Features">The other measurements; the class is left out.</param>
/// <param name="Targets">One for each record.</param>
public sealed record TargetSet(string Name, Matrix Features, double[] Targets)
{
    /// <summary>The measurements that are foretold of each of the tables of <see cref="ExperimentData"/>.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<(int Column, string Name)>> Chosen { get; } =
        new Dictionary<string, IReadOnlyList<(int Column, string Name)>>
        {
            ["iris"] = [(2, "petal length")],
            ["wine"] = [(0, "alcohol"), (12, "proline")],
            ["breast_cancer"] = [(0, "mean radius"), (4, "mean smoothness")],
        };

    /// <param name="set">As it is read.</param>
    /// <param name="column">Which of its features becomes the target.</param>
    /// <param name="name">What that measures.</param>
    public static TargetSet Of(LabelledSet set, int column, string name)
    {
        var features = new Matrix(set.Features.Rows, set.Features.Columns - 1);
        double[] targets = new double[features.Rows];
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<float> all = set.Features.Row(row);
            targets[row] = all[column];
            all[..column].CopyTo(features.Row(row));
            all[(column + 1)..].CopyTo(features.Row(row)[column..]);
        }
        return new TargetSet($"{set.Name}, {name}", features, targets);
    }
}
