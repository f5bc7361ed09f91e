namespace Hallmark.Cli.Verbs;

/// <summary>What records are read from, in the words of the help.</summary>
internal static class SourceText
{
    public const string Kinds =
        "CSV with a header, JSON Lines, Parquet, Arrow, NumPy or IDX, packed by gzip or not; a folder of such files, "
        + "or a pattern in quotes ('data/*.csv').";
}
