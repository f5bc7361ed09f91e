namespace Hallmark.Learning;

/// <summary>Everything, besides the records, that decides what a <see cref="Forest"/> becomes.</summary>
public sealed record ForestOptions
{
    public const int TreesMax = 1_000;

    /// <summary>How many trees; 1 to 1,000. Default 100.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>
    /// Records that every leaf has at least; at least 1. Default 3: leaves of single records would take each label at its word. Where many
    /// labels are wrong more is better, where few are hardly worse.
    /// </summary>
    public int LeafRecords { get; init; } = 3;

    /// <summary>
    /// Features that are tried for each split, of those that differ there and whose cut leaves enough records on both sides; 0
    /// for the root of their number, rounded up. Default 0.
    /// </summary>
    public int FeaturesTried { get; init; }

    /// <summary>Decides which features and cuts are tried. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <exception cref="ArgumentException">A value that cannot be used; the message and the parameter name the field.</exception>
    public void Validate()
    {
        if (Fault() is { } fault)
        {
            throw new ArgumentException($"{fault.Field} cannot be {fault.Value}.", fault.Field);
        }
    }

    /// <summary>The first field that cannot be used, with its value, or null: for options read from untrusted bytes.</summary>
    public (string Field, object Value)? Fault() => this switch
    {
        { Trees: < 1 or > TreesMax } => (nameof(Trees), Trees),
        { LeafRecords: < 1 } => (nameof(LeafRecords), LeafRecords),
        { FeaturesTried: < 0 } => (nameof(FeaturesTried), FeaturesTried),
        _ => null,
    };

    /// <summary>Features tried for each split where records have so many.</summary>
    internal int TriedOf(int features)
    {
        if (FeaturesTried > 0)
        {
            return Math.Min(FeaturesTried, features);
        }
        int root = (int)Math.Sqrt(features);
        return root * root < features ? root + 1 : root;
    }
}
