using Hallmark.Learning;

namespace Hallmark.Quality.Tests.Labels;

internal static class LabelSamples
{
    /// <summary>Gaussian clouds, 6 deviations apart on the feature of their class.</summary>
    public static (Matrix Features, int[] Labels) Blobs(int records, int features, int classes, ulong seed)
    {
        var random = new SeededRandom(seed, "blobs");
        var result = new Matrix(records, features);
        foreach (ref float value in result.Values)
        {
            value = (float)random.NextGaussian();
        }
        int[] labels = [.. Enumerable.Range(0, records).Select(record => record % classes)];
        for (int record = 0; record < records; record++)
        {
            result[record, labels[record] % features] += 6;
        }
        return (result, labels);
    }

    /// <summary>Every so manieth label moved on by one or two classes in turn.</summary>
    public static int[] Turned(int[] labels, int classes, int every) =>
        [.. labels.Select((label, record) => record % every == 0 ? (label + 1 + (record / every % (classes - 1))) % classes : label)];
}
