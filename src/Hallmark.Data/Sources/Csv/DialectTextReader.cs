namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Text of a table with the signs that the CSV library knows: comments are emptied lines, so that lines count as before, and the quotes
/// of the dialect change places with '"', which <see cref="Restore"/> takes back in each field.
/// </summary>
internal sealed class DialectTextReader(TextReader inner, CsvDialect dialect) : TextReader
{
    private const char LibraryQuote = '"';

    /// <summary>Takes the place of '"' where nothing quotes. No text has it: Unicode keeps it for uses like this.</summary>
    private const char NoQuote = '\ufdd0';

    /// <summary>A longer line is no comment, so that memory does not grow with it.</summary>
    private const int CommentLimit = 1 << 20;

    private readonly char _quote = QuoteOf(dialect);
    private readonly char[] _buffer = new char[64 << 10];
    private int _at;
    private int _end;
    private readonly System.Text.StringBuilder _held = new();
    private int _heldAt;
    private bool _atStart = true;
    private bool _first = true;
    private bool _quoted;

    /// <summary>Whether a dialect has signs that the library does not know.</summary>
    public static bool Needs(CsvDialect dialect) => dialect.Comment != '\0' || dialect.SkipsFirstLine || dialect.Quote != LibraryQuote;

    /// <summary>A character as it stands in the file.</summary>
    public static char Restore(char letter, CsvDialect dialect) => Swap(letter, QuoteOf(dialect));

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        int count = 0;
        while (count < buffer.Length && Next() is var letter and >= 0)
        {
            buffer[count++] = Swap((char)letter, _quote);
        }
        return count;
    }

    public override int Read() => Next() is var letter and >= 0 ? Swap((char)letter, _quote) : -1;

    public override int Peek() => -1;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private static char QuoteOf(CsvDialect dialect) => dialect.Quote == '\0' ? NoQuote : dialect.Quote;

    private static char Swap(char letter, char quote) =>
        letter == quote ? LibraryQuote : letter == LibraryQuote ? quote : letter;

    private int Next()
    {
        int letter = Take();
        if (_atStart && letter >= 0 && !_quoted && ((_first && dialect.SkipsFirstLine) || (letter == dialect.Comment && letter != 0)))
        {
            Hold((char)letter);
            if (IsComment())
            {
                _held.Clear();
            }
            letter = Take();
        }
        _first = false;
        _quoted ^= letter == _quote;
        _atStart = letter is '\n' or '\r';
        return letter;
    }

    /// <summary>Takes the rest of the line, without its end.</summary>
    private void Hold(char first)
    {
        _held.Clear().Append(first);
        _heldAt = 0;
        while (_held.Length < CommentLimit && Peeked() is var letter and >= 0 and not '\n' and not '\r')
        {
            _held.Append((char)letter);
            _at++;
        }
    }

    private bool IsComment() =>
        (_first && dialect.SkipsFirstLine) || (_held.Length < CommentLimit && (!dialect.CommentsAreFound || Fields() != dialect.Width));

    private int Fields() => SampleTable.Fields(_held.ToString(), dialect.Delimiter, dialect.Quote).Length;

    private int Take()
    {
        if (_heldAt < _held.Length)
        {
            return _held[_heldAt++];
        }
        int letter = Peeked();
        _at += letter >= 0 ? 1 : 0;
        return letter;
    }

    private int Peeked()
    {
        if (_at == _end)
        {
            (_at, _end) = (0, inner.Read(_buffer));
        }
        return _at == _end ? -1 : _buffer[_at];
    }
}
