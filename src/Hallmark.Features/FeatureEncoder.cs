using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Learning;

namespace Hallmark.Features;

/// <summary>How numbers become features in single precision.</summary>
public enum FeatureEncoding
{
    /// <summary>Rounded as they are: what schedules and runs see. Frozen, since they are recomputed.</summary>
    Plain,

    /// <summary>
    /// Each column in its own <see cref="NumberScale"/> first, so that numbers far from 0 keep their differences: what checks see. The same
    /// as <see cref="Plain"/> for a column whose first number lies between about 2^-24 and 2^25.
    /// </summary>
    Ranged,
}

/// <summary>
/// Writes the features of records into a matrix, some records after the others: missing cells are NaN, booleans 0 or 1, and a text that
/// says a number is that number. It remembers the scale of each column from its first number.
/// </summary>
/// <param name="columns">Which columns are features, see <see cref="FeatureSelection"/> and <see cref="ColumnRoles"/>.</param>
/// <param name="encoding">How numbers are brought to single precision.</param>
/// <param name="scales">Scales of columns where they are known already; null to find all out.</param>
public sealed class FeatureEncoder(IReadOnlyList<int> columns, FeatureEncoding encoding, IReadOnlyList<NumberScale?>? scales = null)
{
    private const int RowsAtOnce = 64; // short columns, so that rows of the matrix stay in the cache

    private readonly NumberScale?[] _scales = [.. scales ?? new NumberScale?[columns.Count]];

    /// <summary>Of each feature; null where it had no number but 0 yet.</summary>
    public IReadOnlyList<NumberScale?> Scales => _scales;

    /// <param name="cells">The cells of a column.</param>
    /// <param name="count">How many records they are of.</param>
    /// <param name="features"><c>[records, features]</c>, written to.</param>
    /// <param name="first">Row of the first record.</param>
    public void Encode(Func<int, ColumnBuffer> cells, int count, Matrix features, int first)
    {
        ColumnBuffer[] buffers = [.. columns.Select(cells)];
        for (int begin = 0; begin < count; begin += RowsAtOnce)
        {
            int end = Math.Min(begin + RowsAtOnce, count);
            for (int feature = 0; feature < buffers.Length; feature++)
            {
                for (int row = begin; row < end; row++)
                {
                    features[first + row, feature] = Encode(NumberCell.Of(buffers[feature], row), ref _scales[feature]);
                }
            }
        }
    }

    /// <summary>
    /// The features of a batch as schedules and runs see them, <c>[records, features]</c>: numbers, days, what is missing, texts.
    /// </summary>
    public static Matrix Plain(RecordBatch batch, FeatureSelection selection)
    {
        var features = new Matrix(batch.Count, selection.Width);
        int[] numbers = [.. selection.Columns, .. selection.Moments];
        new FeatureEncoder(numbers, FeatureEncoding.Plain).Encode(column => batch[column], batch.Count, features, 0);
        for (int row = 0; row < batch.Count && selection.Width > numbers.Length; row++)
        {
            Span<float> to = features.Row(row)[numbers.Length..];
            for (int i = 0; i < selection.Indicators.Count; i++)
            {
                to[i] = batch[selection.Indicators[i]].IsMissing(row) ? 1 : 0;
            }
            for (int i = 0; i < selection.Texts.Count; i++)
            {
                HashedText.Encode(
                    batch[selection.Texts[i]].Text(row),
                    to.Slice(selection.Indicators.Count + (i * HashedText.Buckets), HashedText.Buckets));
            }
        }
        return features;
    }

    /// <summary>The rows of several matrices under one another, in the order given.</summary>
    /// <param name="parts">At least one, all with the same number of columns.</param>
    public static Matrix Stack(IReadOnlyList<Matrix> parts)
    {
        var all = new Matrix(parts.Sum(part => part.Rows), parts[0].Columns);
        int at = 0;
        foreach (Matrix part in parts)
        {
            part.Values.CopyTo(all.Values[at..]);
            at += part.Values.Length;
        }
        return all;
    }

    private float Encode(double number, ref NumberScale? scale) =>
        encoding == FeatureEncoding.Plain ? (float)number : NumberScale.Of(number, ref scale);
}
