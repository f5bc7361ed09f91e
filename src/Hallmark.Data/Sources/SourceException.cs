namespace Hallmark.Data.Sources;

/// <summary>
/// A source that cannot be read as it is. Nothing of it was registered when this is thrown; the message is one sentence for people.
/// </summary>
/// <param name="file">The source as its user named it.</param>
/// <param name="position">Line or row from 1, or null when the whole file is meant.</param>
/// <param name="field">Name of the column, or null when the whole line is meant.</param>
/// <param name="reason">What is wrong there, as the end of a sentence.</param>
/// <param name="unit">What the position counts.</param>
public sealed class SourceException(string file, long? position, string? field, string reason, string unit = SourceException.Line)
    : Exception(Sentence(file, position, field, reason, unit))
{
    /// <summary>Unit of positions in text files.</summary>
    public const string Line = "line";

    /// <summary>Unit of positions in files of rows that are not lines.</summary>
    public const string Row = "row";

    public string File { get; } = file;

    /// <summary>Line or row, from 1; null when the whole file is meant.</summary>
    public long? Position { get; } = position;

    public string? Field { get; } = field;

    public string Reason { get; } = reason;

    /// <summary>What to do about it, where a command does; null where nobody knows one.</summary>
    public string? Hint { get; set; }

    private static string Sentence(string file, long? position, string? field, string reason, string unit) =>
        file + (position is null ? "" : $", {unit} {position}") + (field is null ? "" : $", field '{field}'") + $": {reason}.";
}
