namespace Hallmark.Cli.Verbs;

/// <summary>What records are read from, in the words of the help.</summary>
internal static class SourceText
{
    public const string Kinds =
        "CSV with a header, JSON Lines, Parquet, Arrow, NumPy or IDX, packed by gzip or zip or not; "
        + "a folder of such files or of pictures (PNG, JPEG); a pattern in quotes ('data/*.csv'); or - for standard input.";
}
