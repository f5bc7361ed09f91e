namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Takes the quotes off a field as RFC 4180 puts them: around all of it, and two for each one inside. The library lets quotes stand
/// anywhere; data that are evidence are not guessed at.
/// </summary>
internal sealed class QuotedField
{
    private const char Quote = '"';
    private char[] _text = new char[256];

    /// <summary>What is wrong with the quotes; null where nothing is.</summary>
    /// <param name="field">As it stands in the file.</param>
    /// <param name="text">Without its quotes; good until the next call.</param>
    public string? TryRead(ReadOnlySpan<char> field, out ReadOnlySpan<char> text)
    {
        text = field;
        int first = field.IndexOf(Quote);
        if (first != 0)
        {
            return first < 0 ? null : "has a quote in the wrong place";
        }
        if (_text.Length < field.Length)
        {
            _text = new char[field.Length * 2];
        }
        int length = 0;
        for (ReadOnlySpan<char> rest = field[1..]; ; rest = rest[1..])
        {
            int quote = rest.IndexOf(Quote);
            if (quote < 0)
            {
                return "a quote that begins a field is never closed";
            }
            rest[..quote].CopyTo(_text.AsSpan(length));
            length += quote;
            rest = rest[(quote + 1)..];
            if (rest.IsEmpty)
            {
                text = _text.AsSpan(0, length);
                return null;
            }
            if (rest[0] != Quote)
            {
                return "has a quote in the wrong place";
            }
            _text[length++] = Quote;
        }
    }
}
