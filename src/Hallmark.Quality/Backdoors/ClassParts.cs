using Hallmark.Learning;

namespace Hallmark.Quality.Backdoors;

/// <summary>Splits the representations of each class in two and has the smaller part examined.</summary>
internal static class ClassParts
{
    private const int LeastRecords = 10;

    public static int[] Accused(
        Matrix representations, Matrix features, int[] labels, int classes, double error, ulong seed, Func<Matrix, bool[]> split)
    {
        BackdoorInput.Require(features, labels, classes);
        if (representations.Rows != features.Rows)
        {
            throw new ArgumentException($"{features.Rows} records and {representations.Rows} representations.", nameof(representations));
        }
        if (features.Rows == 0)
        {
            return [];
        }
        var examination = new GroupExamination(features, labels, classes, error, seed);
        var accused = new List<int>();
        for (int label = 0; label < classes; label++)
        {
            int[] records = [.. Enumerable.Range(0, labels.Length).Where(record => labels[record] == label)];
            if (records.Length < LeastRecords)
            {
                continue;
            }
            bool[] second = split(representations.Gather(records));
            int[] one = [.. records.Where((_, i) => second[i])];
            int[] other = [.. records.Where((_, i) => !second[i])];
            (int[] smaller, int[] larger) = one.Length <= other.Length ? (one, other) : (other, one);
            accused.AddRange(examination.Accused(label, smaller, larger));
        }
        return [.. accused.Order()];
    }
}
