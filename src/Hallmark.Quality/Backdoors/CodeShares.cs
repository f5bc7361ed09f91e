namespace Hallmark.Quality.Backdoors;

/// <summary>How common a value is in its column, by a sample of the records.</summary>
internal sealed class CodeShares
{
    private const int Sample = 1_000;

    private readonly Dictionary<ushort, int>[] _counts;
    private readonly int _sampled;

    public CodeShares(CodedColumns codes)
    {
        int[] records = BackdoorInput.Spread([.. Enumerable.Range(0, codes.Records)], Sample);
        _sampled = records.Length;
        _counts = new Dictionary<ushort, int>[codes.Columns];
        for (int column = 0; column < codes.Columns; column++)
        {
            Dictionary<ushort, int> counts = _counts[column] = [];
            foreach (int record in records)
            {
                ushort code = codes[column][record];
                counts[code] = counts.GetValueOrDefault(code) + 1;
            }
        }
    }

    /// <summary>Share of the sampled records that have the code there, in [0, 1].</summary>
    public double Of(int column, ushort code) => (double)_counts[column].GetValueOrDefault(code) / _sampled;
}
