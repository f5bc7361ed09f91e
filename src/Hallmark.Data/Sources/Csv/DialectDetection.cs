using System.Globalization;
using System.Text.RegularExpressions;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>
/// Finds in the beginning of a file how the table is written, where that was not declared. What reads as RFC 4180 is read so; another
/// way is found only where the plain one does not fit and one other does. All that is found is said (<see cref="CsvDialect.Found"/>),
/// and what may be otherwise, too (<see cref="CsvDialect.Doubts"/>).
/// </summary>
internal sealed partial class DialectDetection
{
    /// <summary>Bytes of the file that are looked at, and how many where these hold not one line.</summary>
    public const int SampleSize = 256 << 10;

    public const int LongSampleSize = 4 << 20;

    private const char FoundComment = '#';
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly CsvOptions _declared;
    private readonly string? _label;
    private readonly string _text;
    private readonly bool _isWhole;
    private readonly char _quote;
    private readonly List<string> _found = [];
    private readonly List<string> _doubts = [];

    private DialectDetection(CsvOptions declared, string? label, string text, bool isWhole)
    {
        (_declared, _label, _text, _isWhole) = (declared, label, text, isWhole);
        _quote = declared.Quote ?? '"';
    }

    /// <param name="begin">The first bytes of the file.</param>
    /// <param name="isWhole">Whether they are all.</param>
    /// <param name="declared">Stands as it is.</param>
    /// <param name="label">Name of the label; where the first line has it, it is a header.</param>
    public static CsvDialect Of(ReadOnlySpan<byte> begin, bool isWhole, CsvOptions declared, string? label)
    {
        string encoding = declared.Encoding ?? CsvEncodings.Of(begin);
        string text = CsvEncodings.Find(encoding)!.GetString(begin).TrimStart('\ufeff');
        var detection = new DialectDetection(declared, label, text, isWhole);
        if (declared.Encoding is null && encoding != CsvEncodings.Utf8)
        {
            detection._found.Add($"is in {encoding}");
        }
        return detection.Find() with { Encoding = encoding };
    }

    private CsvDialect Find()
    {
        bool skips = _declared.Delimiter is null && DelimiterLine().IsMatch(_text);
        string text = skips ? _text[(_text.IndexOf('\n') + 1)..] : _text;
        char comment = _declared.Comment ?? '\0';
        char delimiter = skips ? DelimiterLine().Match(_text).Groups[1].Value[0] : _declared.Delimiter ?? FindDelimiter(text, ref comment);
        if (_declared.Delimiter is null && _declared.Comment is null && comment == '\0' && HasComments(text, delimiter))
        {
            comment = FoundComment;
        }
        IReadOnlyList<string[]> rows = RowsOf(text, delimiter, comment);
        if (delimiter != ',' && _declared.Delimiter is null)
        {
            _found.Add($"has its fields separated by {Said(delimiter)}");
        }
        if (comment != '\0' && _declared.Comment is null)
        {
            _found.Add($"has comments in lines that begin with '{comment}'");
        }
        bool space = delimiter != ' ' && HasSpaces(rows);
        if (space)
        {
            _found.Add("has spaces behind its delimiters");
            rows = [.. rows.Select(row => row.Select(field => field.TrimStart(' ')).ToArray())];
        }
        bool header = _declared.Header ?? FindHeader(rows);
        bool drops = header && rows.Count > 1 && rows[0].Length > 1 && rows.All(row => row[^1].Length == 0);
        if (header && rows.Count > 0)
        {
            SayUnnamed(rows[0], drops);
        }
        return new CsvDialect
        {
            Delimiter = delimiter,
            SpaceAfterDelimiter = space,
            Quote = _quote,
            Comment = comment,
            CommentsAreFound = _declared.Comment is null,
            Header = header,
            Decimal = _declared.Decimal ?? FindDecimal(delimiter, [.. rows.Skip(header ? 1 : 0)]),
            Thousands = _declared.Thousands,
            Rounds = _declared.Rounds,
            Dates = _declared.Dates ?? FindDates([.. rows.Skip(header ? 1 : 0)]),
            Missing = _declared.Missing,
            SkipsFirstLine = skips,
            DropsLast = drops,
            Width = rows.Count == 0 ? 0 : rows[0].Length,
            Found = _found,
            Doubts = _doubts,
        };
    }

    /// <summary>A comma where that fits, else what alone does; a sign for comments where only that makes it fit.</summary>
    private char FindDelimiter(string text, ref char comment)
    {
        char declared = comment;
        char[] fitting = [.. Delimiters.Where(delimiter => Table(text, delimiter, declared).IsRegular)];
        if (fitting.Length == 0 && _declared.Comment is null && text.Contains(FoundComment))
        {
            fitting = [.. Delimiters.Where(delimiter => Table(text, delimiter, FoundComment).IsRegular)];
            comment = fitting.Length > 0 ? FoundComment : comment;
        }
        if (fitting.Length == 0)
        {
            IReadOnlyList<string[]> plain = RowsOf(text, ',', comment);
            return plain.Count == 0 || plain[0].Length > 1 ? ','
                : Delimiters.FirstOrDefault(delimiter => RowsOf(text, delimiter, declared)[0].Length > 1, ',');
        }
        if (fitting.Length > 1)
        {
            _doubts.Add($"its fields are taken as separated by {Said(fitting[0])}, and could be by {Said(fitting[1])} (--delimiter)");
        }
        return fitting[0];
    }

    /// <summary>Whether some lines that begin with the usual sign have another number of fields than all others.</summary>
    private bool HasComments(string text, char delimiter)
    {
        if (!CommentLine().IsMatch(text))
        {
            return false;
        }
        SampleTable without = Table(text, delimiter, FoundComment);
        return without.Rows.Count > 0 && without.Rows.All(row => row.Length == without.Rows[0].Length)
            && Table(text, delimiter, '\0').Rows.Any(row => row[0].StartsWith(FoundComment) && row.Length != without.Rows[0].Length);
    }

    private static bool HasSpaces(IReadOnlyList<string[]> rows) =>
        rows.Count > 1 && rows[0].Length > 1
        && rows.All(row => row.Skip(1).Any(field => field.Length > 0) && row.Skip(1).All(field => field.Length == 0 || field[0] == ' '));

    /// <summary>
    /// The first line is a record where it is what the others are: numbers where they have numbers, and words that they have, too; or
    /// numbers alone, by which no columns are called.
    /// </summary>
    private bool FindHeader(IReadOnlyList<string[]> rows)
    {
        if (rows.Count < 2 || (_label is not null && rows[0].Contains(_label)))
        {
            return true;
        }
        string[] first = rows[0];
        string[][] others = [.. rows.Skip(1).Where(row => row.Length == first.Length)];
        int[] numbers = [.. Enumerable.Range(0, first.Length).Where(column => IsNumbers(others, column))];
        if (numbers.Length == 0 || numbers.All(column => !IsNumber(first[column])))
        {
            return true;
        }
        int[] words = [.. Enumerable.Range(0, first.Length).Except(numbers).Where(column => others.Any(row => !IsMissing(row[column])))];
        bool like = numbers.All(column => IsNumber(first[column]) || IsMissing(first[column]))
            && words.All(column => first[column].Length > 0 && others.Any(row => row[column] == first[column]));
        string[] named = [.. numbers.Select(column => first[column]).Where(IsNumber)];
        bool noNames = words.Length > 0 || named.Distinct().Count() < named.Length
            || (named.Any(name => !IsPlace(name)) && !IsAscending(named));
        if (like && noNames)
        {
            _found.Add("has no header: its first line is a record like the others, and columns are called by their place, from 0");
            return false;
        }
        if (!IsCounting(named))
        {
            _doubts.Add("the first line is taken for the header, though it has numbers where others have: --header no makes it a record");
        }
        return true;
    }

    /// <summary>Whether a column has numbers with a comma, none with a point, and a comma that can be nothing but a decimal one.</summary>
    private char FindDecimal(char delimiter, string[][] rows)
    {
        if (delimiter == ',' || _declared.Thousands == ',' || rows.Length == 0)
        {
            return '.';
        }
        bool points = false;
        bool commas = false;
        bool sure = false;
        for (int column = 0; column < rows[0].Length; column++)
        {
            string[] cells = [.. rows.Where(row => column < row.Length).Select(row => row[column]).Where(cell => !IsMissing(cell))];
            points |= cells.Length > 0 && cells.All(cell => IsNumber(cell) && !cell.Contains(',')) && cells.Any(cell => cell.Contains('.'));
            if (cells.Length > 0 && cells.All(cell => CommaNumber().IsMatch(cell)) && cells.Any(cell => cell.Contains(',')))
            {
                commas = true;
                sure |= cells.Any(cell => cell.Contains(',') && !GroupOfThree().IsMatch(cell));
            }
        }
        if (commas && sure && !points)
        {
            _found.Add("has decimal commas");
            return ',';
        }
        if (commas && !points)
        {
            _doubts.Add("numbers such as 1,234 have decimal commas or thousands marks, and are kept as text (--decimal, --thousands)");
        }
        return '.';
    }

    private DateOrder? FindDates(string[][] rows)
    {
        IEnumerable<IReadOnlyList<string>> columns = Enumerable.Range(0, rows.Length == 0 ? 0 : rows[0].Length)
            .Select(column => rows.Where(row => column < row.Length).Select(row => row[column]).Where(cell => !IsMissing(cell)).ToArray());
        (DateOrder? found, bool isOpen) = DateDetection.Find(columns);
        if (found is { } order)
        {
            _found.Add($"has dates that are written {CsvWords.NameOf(order)}");
        }
        if (isOpen)
        {
            _doubts.Add("its dates do not show whether the day or the month comes first, and are kept as text (--dates dmy, --dates mdy)");
        }
        return found;
    }

    private void SayUnnamed(string[] names, bool drops)
    {
        int[] unnamed = [.. Enumerable.Range(0, names.Length - (drops ? 1 : 0)).Where(column => names[column].Length == 0)];
        if (unnamed.Length > 0)
        {
            string first = CsvRowReader.Unnamed(unnamed[0]);
            _found.Add(unnamed.Length == 1
                ? $"does not name column {unnamed[0] + 1}, which is called '{first}'"
                : $"does not name {unnamed.Length} of its columns, which are called '{first}' and so on");
        }
        if (drops)
        {
            _found.Add("has a delimiter at the end of every line, behind which nothing comes");
        }
    }

    private SampleTable Table(string text, char delimiter, char comment) => SampleTable.Of(text, _isWhole, delimiter, _quote, comment);

    private IReadOnlyList<string[]> RowsOf(string text, char delimiter, char comment) => Table(text, delimiter, comment).Rows;

    private bool IsNumbers(string[][] rows, int column) =>
        rows.All(row => IsNumber(row[column]) || IsMissing(row[column])) && rows.Any(row => IsNumber(row[column]));

    private static bool IsNumber(string text) => DecimalText.TryRead(text.Replace(',', '.'), out _);

    private bool IsMissing(string text) =>
        text.Length == 0 || MissingWords.IsUsual(text) || _declared.Missing?.Contains(text, StringComparer.Ordinal) == true;

    /// <summary>A whole number, as columns are called that have no other name.</summary>
    private static bool IsPlace(string text) => text.All(char.IsAsciiDigit);

    /// <summary>0, 1, 2 … or 1, 2, 3 …, as programs call columns.</summary>
    private static bool IsCounting(string[] names) =>
        names is ["0" or "1", ..]
        && names.Index().All(name => name.Item == (name.Index + (names[0] == "0" ? 0 : 1)).ToString(CultureInfo.InvariantCulture));

    /// <summary>As columns are called after wavelengths or times.</summary>
    private static bool IsAscending(string[] names)
    {
        double[] values = [.. names.Select(name => CellText.TryNearest(name.Replace(',', '.'), out double value) ? value : double.NaN)];
        return values.Length > 2 && values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);
    }

    private static string Said(char letter) => letter is '\t' or ' ' ? $"a {CsvWords.NameOf(letter)}" : $"'{letter}'";

    [GeneratedRegex("(?:^|[\r\n])#")]
    private static partial Regex CommentLine();

    [GeneratedRegex("^\"?sep=([,;|\t])\"?\r?\n", RegexOptions.IgnoreCase)]
    private static partial Regex DelimiterLine();

    [GeneratedRegex(@"^ *[+-]?[0-9]+(?:,[0-9]+)?(?:[eE][+-]?[0-9]+)? *\z")]
    private static partial Regex CommaNumber();

    [GeneratedRegex(@"^ *[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+ *\z")]
    private static partial Regex GroupOfThree();
}
