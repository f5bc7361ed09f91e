using Hallmark.Learning;

namespace Hallmark.Features;

/// <summary>
/// What models learn from, put together of columns of all kinds: numbers, days, whether either is missing, texts. Contrast the numbers
/// alone, which is what distributions, copies and triggers are looked for in.
/// </summary>
public static class ModelInputs
{
    /// <param name="numbers"><c>[records, numbers]</c>, NaN where missing; null without any.</param>
    /// <param name="moments"><c>[records, dates and times]</c>, NaN where missing; null without any.</param>
    /// <param name="texts">Columns of text, null where a cell is missing.</param>
    /// <returns>The numbers themselves where there is nothing else, and none is missing; null where there is nothing.</returns>
    public static Matrix? Of(Matrix? numbers, Matrix? moments, IReadOnlyList<IReadOnlyList<string?>> texts)
    {
        Matrix[] parts = [.. new[] { numbers, moments }.OfType<Matrix>()];
        (Matrix Part, int Column)[] missing = [.. parts
            .SelectMany(part => Enumerable.Range(0, part.Columns).Where(column => IsEverMissing(part, column))
                .Select(column => (part, column)))
            .Take(FeatureKinds.MaxIndicators)];
        int width = parts.Sum(part => part.Columns) + missing.Length + (texts.Count * HashedText.Buckets);
        if (width == (numbers?.Columns ?? 0))
        {
            return numbers;
        }
        var all = new Matrix(parts.Length > 0 ? parts[0].Rows : texts[0].Count, width);
        for (int row = 0; row < all.Rows; row++)
        {
            Span<float> to = all.Row(row);
            foreach (Matrix part in parts)
            {
                part.Row(row).CopyTo(to);
                to = to[part.Columns..];
            }
            for (int i = 0; i < missing.Length; i++)
            {
                to[i] = float.IsNaN(missing[i].Part[row, missing[i].Column]) ? 1 : 0;
            }
            to = to[missing.Length..];
            foreach (IReadOnlyList<string?> text in texts)
            {
                HashedText.Encode(text[row], to[..HashedText.Buckets]);
                to = to[HashedText.Buckets..];
            }
        }
        return all;
    }

    private static bool IsEverMissing(Matrix part, int column)
    {
        for (int row = 0; row < part.Rows; row++)
        {
            if (float.IsNaN(part[row, column]))
            {
                return true;
            }
        }
        return false;
    }
}
