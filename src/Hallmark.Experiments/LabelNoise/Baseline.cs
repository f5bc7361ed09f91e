namespace Hallmark.Experiments.LabelNoise;

/// <summary>
/// What others reach on the same data and noise: cleanlab 2.9.0 with its default and one model, and the best of nine methods,
/// picked afterwards for each cell.
/// </summary>
public sealed record Baseline(
    string Set, NoiseKind Kind, int Percent, double Precision, double Recall, double F1, double Auroc, double Seconds,
    string BestMethod, double BestF1, double BestAuroc, double BestAccuracy, double NoisyAccuracy, double OracleAccuracy)
{
    private const string Resource = "label-noise-baselines.csv";

    private static readonly Lazy<Baseline[]> s_all = new(Read);

    /// <summary>The figures of a cell, or null: it was never measured.</summary>
    public static Baseline? Of(string set, NoiseKind kind, int percent) =>
        s_all.Value.FirstOrDefault(item => item.Set == set && item.Kind == kind && item.Percent == percent);

    private static Baseline[] Read()
    {
        using Stream stream = typeof(Baseline).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    private static Baseline Parse(string line)
    {
        string[] cells = line.Split(',');
        double Number(int index) => double.Parse(cells[index]);
        NoiseKind kind = cells[1] == "sym" ? NoiseKind.Symmetric : NoiseKind.ClassConditional;
        return new Baseline(
            cells[0], kind, int.Parse(cells[2]), Number(3), Number(4), Number(5), Number(6), Number(7), cells[8], Number(9), Number(10),
            Number(11), Number(12), Number(13));
    }
}
