namespace Hallmark.Data.Sources;

/// <summary>
/// A source that cannot be registered as it is. Nothing of it has been handed to anybody when this is thrown; the message is
/// one sentence for people.
/// </summary>
/// <param name="file">The source as its user named it.</param>
/// <param name="line">Line of the file from 1, or null when the whole file is meant.</param>
/// <param name="field">Name of the column, or null when the whole line is meant.</param>
/// <param name="reason">What is wrong there, as the end of a sentence.</param>
public sealed class SourceException(string file, long? line, string? field, string reason) : Exception(Sentence(file, line, field, reason))
{
    public string File { get; } = file;

    public long? Line { get; } = line;

    public string? Field { get; } = field;

    public string Reason { get; } = reason;

    private static string Sentence(string file, long? line, string? field, string reason) =>
        file + (line is null ? "" : $", line {line}") + (field is null ? "" : $", field '{field}'") + $": {reason}.";
}
