namespace Hallmark.Quality;

/// <summary>The checks by the names that policies use.</summary>
public static class CheckNames
{
    public const string Schema = "schema";
    public const string Ranges = "ranges";
    public const string Duplicates = "duplicates";
    public const string Conflicts = "conflicts";
    public const string Labels = "labels";
}
