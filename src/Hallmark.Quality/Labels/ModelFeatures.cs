using Hallmark.Learning;

namespace Hallmark.Quality.Labels;

/// <summary>
/// The numbers of records as models take them, see <see cref="LabelFeatures"/>. Several checks want those of all records, whose principal
/// components are dear: they are computed when first asked for, and once.
/// </summary>
/// <param name="features"><c>[records, features]</c>, finite, of any scale.</param>
/// <param name="seed">Decides which records components are fitted on, where there are many.</param>
internal sealed class ModelFeatures(Matrix features, ulong seed)
{
    private readonly Lazy<LabelFeatures> _all = new(() => LabelFeatures.Of(features, seed));

    public int Count => features.Rows;

    /// <summary>As they are, in no common scale.</summary>
    public Matrix Raw => features;

    public LabelFeatures OfAll => _all.Value;

    /// <param name="rows">Distinct, ascending. Components and scales are those of these rows alone.</param>
    public LabelFeatures Of(int[] rows) => rows.Length == features.Rows ? OfAll : LabelFeatures.Of(features.Gather(rows), seed);
}
