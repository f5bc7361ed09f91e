namespace Hallmark.Quality;

/// <summary>The checks by the names that policies use.</summary>
public static class CheckNames
{
    public const string Schema = "schema";
    public const string Ranges = "ranges";
    public const string Duplicates = "duplicates";
    public const string Conflicts = "conflicts";
    public const string Labels = "labels";

    /// <summary>Labels that models of several kinds, which did not see them, do not doubt.</summary>
    public const string Noise = "noise";

    /// <summary>Records that are not nearly the same as one registered before.</summary>
    public const string NearDuplicates = "near-duplicates";

    /// <summary>Records that do not stand far from all others of their class.</summary>
    public const string Outliers = "outliers";

    /// <summary>Records without a content that forces a label.</summary>
    public const string Triggers = "triggers";

    /// <summary>Features, and the mix of classes, that are as in accepted data.</summary>
    public const string Drift = "drift";

    /// <summary>Labels that models trained without the batch's provider do not doubt, where the provider stands out.</summary>
    public const string Provenance = "provenance";
}
