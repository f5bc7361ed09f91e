using System.Text;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Tests.Sources.Csv;

/// <summary>How a table is written: found in its beginning, or declared; and what was found is said.</summary>
public class CsvDialectTests
{
    private const string Rows = "a=b=kind\n-0.256=0.511=x\n1.070=1.787=y\n1.037=0.249=x\n";

    [Theory]
    [InlineData(',', null)]
    [InlineData(';', "has its fields separated by ';'")]
    [InlineData('\t', "has its fields separated by a tab")]
    [InlineData('|', "has its fields separated by '|'")]
    public void A_delimiter_is_found_and_said(char delimiter, string? found)
    {
        CsvSource source = TestData.Csv(Rows.Replace('=', delimiter));
        Assert.Equal(delimiter, source.Dialect.Delimiter);
        Assert.Equal(found is null ? [] : [found], source.Dialect.Found);
        Assert.Equal([-0.256, 1.07, 1.037], Numbers(source, 0));
    }

    [Fact]
    public void What_reads_as_before_is_read_as_before()
    {
        foreach (string text in (string[])
        [
            "name;alias,city\nx;y,z\n", "a\n1\n2\n", "#id,x\n1,2\n", "a,b\n'x,1\n", "0,1,2\n5,6,7\n", "a,b\n1,2,3\n", "2019,2020\n1,2\n",
            "a b,c d\nx y,z\n",
        ])
        {
            CsvDialect dialect = TestData.Csv(text).Dialect;
            Assert.Equal(
                (',', '"', '\0', true, '.', false),
                (dialect.Delimiter, dialect.Quote, dialect.Comment, dialect.Header, dialect.Decimal, dialect.SpaceAfterDelimiter));
            Assert.Empty(dialect.Found);
        }
    }

    [Theory]
    [InlineData("a;b\n0,5;x\n1,070;y\n", ',')]
    [InlineData("a;b\n1,5;2,25\n;NA\n", ',')]
    [InlineData("a;b\n1,070;x\n2,125;y\n", '.')] // thousands, perhaps
    [InlineData("a;b\n1,5;2.5\n2,5;3.5\n", '.')] // one of both is no decimal mark
    [InlineData("a;b\n1,5;x\n2,5a;y\n", '.')]
    [InlineData("a,b\n\"1,5\",x\n", '.')]
    public void Decimal_commas_are_found_where_they_can_be_nothing_else(string text, char mark) =>
        Assert.Equal(mark, TestData.Csv(text).Dialect.Decimal);

    [Fact]
    public void Declared_words_for_missing_cells_hide_no_decimal_comma()
    {
        const string Text = "a;b\nn.d.;x\n1,5;y\n2,5;z\n";
        Assert.Equal('.', TestData.Csv(Text).Dialect.Decimal);
        Assert.Equal(',', TestData.Csv(Text, With(new() { Missing = ["n.d."] })).Dialect.Decimal);
    }

    [Fact]
    public void A_comma_that_may_separate_thousands_is_a_doubt()
    {
        Assert.Contains("(--decimal, --thousands)", Assert.Single(TestData.Csv("a;b\n1,070;x\n2,125;y\n").Dialect.Doubts));
        Assert.Equal([1.07], Numbers(TestData.Csv("a;b\n1,070;x\n", With(new() { Decimal = ',' })), 0));
        Assert.Equal([1070], Numbers(TestData.Csv("a;b\n1,070;x\n", With(new() { Thousands = ',' })), 0));
    }

    [Theory]
    [InlineData("1,234,567.5", ',', null, 1234567.5)]
    [InlineData("-1,234", ',', null, -1234.0)]
    [InlineData("12", ',', null, 12.0)]
    [InlineData("1.234.567,5", '.', ',', 1234567.5)]
    [InlineData("1 234,5e2", ' ', ',', 123450.0)]
    [InlineData("1'234.5", '\'', null, 1234.5)]
    [InlineData("1,23,4", ',', null, null)]
    [InlineData("1234,567", ',', null, null)]
    [InlineData("1,2345", ',', null, null)]
    [InlineData(",123", ',', null, null)]
    [InlineData("1.5,123", ',', null, null)]
    [InlineData("0,123", ',', null, null)] // leading zeros of a kind
    [InlineData("1.5", ' ', ',', null)]
    public void Declared_marks_stand_where_they_belong(string cell, char thousands, char? point, double? value)
    {
        CsvSource source = TestData.Csv($"a|b\n{cell}|1\n", With(new('|') { Thousands = thousands, Decimal = point }));
        Schema schema = new([new Column("a", ColumnType.Float64), new Column("b", ColumnType.Int64)]);
        bool read = Record.Exception(() => source.Read(schema, 5).Count()) is null;
        Assert.Equal(value, read ? source.Read(schema, 5).Single()[0].Number(0) : null);
    }

    [Theory]
    [InlineData("# of 2024\na,b\n1,2\n# \"half\n3,4\n", new[] { 1.0, 3 })]
    [InlineData("a,b\n1,2\n#3,4\n", new[] { 1.0 })] // a cell as before: so the column is text
    [InlineData("#a;b\n1;2\n", new[] { 1.0 })] // a header as before
    public void Comments_are_lines_that_fit_no_record(string text, double[] first)
    {
        RecordBuffer records = TestData.Csv(text).Read(SchemaInference.Infer(TestData.Csv(text), null).Schema, 9).Single();
        Assert.Equal(first, first.Select((_, row) => double.Parse(records[0].Text(row)!)));
        Assert.Equal(text.Contains("#3") ? 2 : first.Length, records.Count);
    }

    [Theory]
    [InlineData("% of 2024\na,b\n1,2\n")]
    [InlineData("a,b\n1,2\n% end\n")]
    [InlineData("// of 2024\na,b\n1,2\n")]
    public void A_line_that_looks_like_a_comment_names_the_option(string text) =>
        Assert.Contains("--comment says", Assert.Throws<SourceException>(() => Cells(TestData.Csv(text))).Message);

    [Fact]
    public void A_declared_comment_is_one_whatever_is_in_it_and_lines_go_on_counting()
    {
        SourceRoles roles = With(new() { Comment = '%' });
        const string Text = "% it's \"open\na,b\n%1,2\n1,2\n\"%x\",3\n\"1\n%2\",oops,\n";
        CsvSource source = TestData.Csv(Text, roles);
        Assert.Equal(["1", "%x"], Cells(TestData.Csv(Text[..Text.LastIndexOf("\"1", StringComparison.Ordinal)], roles)));
        Assert.StartsWith("data.csv, line 6: has 3 fields", Assert.Throws<SourceException>(() => Cells(source)).Message);
    }

    [Theory]
    [InlineData("a,b\n'x, 1',2\n'it''s',3\n", '\'', new[] { "x, 1", "it's" })]
    [InlineData("a,b\n'say \"x\"',2\n\"y\",3\n", '\'', new[] { "say \"x\"", "\"y\"" })]
    [InlineData("a,b\n5\" nail,2\n\"y,3\n", '\0', new[] { "5\" nail", "\"y" })]
    public void Other_quotes_are_declared(string text, char quote, string[] cells) =>
        Assert.Equal(cells, Cells(TestData.Csv(text, With(new() { Quote = quote }))));

    [Fact]
    public void A_quote_in_the_wrong_place_names_the_option() =>
        Assert.Contains("--quote none", Assert.Throws<SourceException>(() => Cells(TestData.Csv("a,b\n5\" nail,2\n"))).Message);

    [Fact]
    public void Spaces_behind_delimiters_belong_to_them()
    {
        CsvSource source = TestData.Csv("a, b, kind\n1, \"x, y\", k\n2, z, k\n");
        Assert.Equal(["has spaces behind its delimiters"], source.Dialect.Found);
        RecordBuffer records = source.Read(SchemaInference.Infer(source, "kind").Schema, 9).Single();
        Assert.Equal("x, y", records[1].Text(0));
        Assert.False(TestData.Csv("a, b\n1,x\n").Dialect.SpaceAfterDelimiter);
    }

    [Theory]
    [InlineData("-0.25,0.5,x\n1.5,1.25,y\n2.5,3,x\n", false)]
    [InlineData("0,0,5,13\n0,0,4,12\n1,0,3,11\n", false)] // a name twice is none
    [InlineData("51,35,setosa\n49,30,setosa\n", false)]
    [InlineData("1,2,\n5,6,\n", true)] // nothing is no word
    [InlineData(",1,2\na,5,6\n,7,8\n", true)]
    [InlineData("0,1,2\n5,6,7\n", true)] // as programs number columns
    [InlineData("400.5,401.5,402.5\n1,2,3\n", true)] // as wavelengths do
    [InlineData("1.5,2.5,kind\n1,2,x\n3,1,y\n", true)]
    [InlineData("a,b\n1,2\n", true)]
    [InlineData("a,b\nx,y\n", true)]
    public void A_first_line_that_is_like_the_others_is_a_record(string text, bool header)
    {
        CsvSource source = TestData.Csv(text);
        Assert.Equal(header, source.Dialect.Header);
        using IRowReader reader = source.Open();
        Assert.Equal(text.Split('\n').Length - (header ? 2 : 1), reader.Next(10)!.Count);
        Assert.Equal(header ? 1 : null, (int?)reader.HeaderPosition);
    }

    [Fact]
    public void Without_a_header_columns_are_called_by_their_place_as_those_of_arrays()
    {
        const string Text = "-0.25,0.5,x\n1.5,1.25,y\n2.5,3,x\n";
        CsvSource source = TestData.Csv(Text, new SourceRoles("-1", "0"));
        Assert.Equal(("2", "0"), (source.Roles.Label, source.Roles.Origin));
        InferredSchema inferred = SchemaInference.Infer(source, source.Roles.Label);
        Assert.Equal(["0", "1", "2"], inferred.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["x", "y"], inferred.Schema.Classes);
        Assert.Equal([-0.25, 1.5, 2.5], Numbers(source, 0));
        Assert.Contains(
            "say its number, 0 to 2 or -1 for the last",
            Assert.Throws<SourceException>(() => TestData.Csv(Text, label: "kind").Roles.Label).Message);
        Assert.True(TestData.Csv("1.5,kind\n-2,kind\n2,kind\n", label: "kind").Dialect.Header);
        Assert.True(TestData.Csv(Text, With(new() { Header = true })).Dialect.Header);
        Assert.Contains("--header no", Assert.Single(TestData.Csv("5,9,4\n1,2,3\n").Dialect.Doubts));
    }

    [Fact]
    public void Columns_without_a_name_get_one()
    {
        CsvSource source = TestData.Csv(",a,,b\n0,1,2,3\n1,2,3,4\n");
        Assert.Equal(["does not name 2 of its columns, which are called 'column 1' and so on"], source.Dialect.Found);
        Assert.Equal(["column 1", "a", "column 3", "b"], SchemaInference.Infer(source, null).Schema.Columns.Select(column => column.Name));
        Assert.Contains("twice", Assert.Throws<SourceException>(() => TestData.Csv(",column 1\n1,2\n").Open()).Message);
    }

    [Fact]
    public void A_delimiter_at_the_end_of_every_line_ends_it()
    {
        const string Text = "a,b,\n1,2,\n3,4,\n";
        Assert.Equal([1.0, 3], Numbers(TestData.Csv(Text), 0));
        string late = Text + string.Concat(Enumerable.Repeat("5,6,\n", 300)) + "7,8,9\n";
        Assert.Contains("name it in the header", Assert.Throws<SourceException>(() => Numbers(TestData.Csv(late), 0)).Message);
    }

    [Fact]
    public void Excel_may_say_the_delimiter_in_a_line_of_its_own()
    {
        CsvSource source = TestData.Csv("sep=;\r\na;b\r\n1,5;x\r\n");
        Assert.Equal([1.5], Numbers(source, 0));
        using IRows rows = source.Open().Next(5)!;
        Assert.Equal(3, rows.PositionOf(0));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("windows-1252", false)]
    [InlineData("iso-8859-1", false)]
    [InlineData("shift_jis", false)]
    [InlineData("koi8-r", false)]
    public void Encodings_are_found_by_their_first_bytes_or_declared(string name, bool isFound)
    {
        string word = name switch { "shift_jis" => "\u732b", "koi8-r" => "\u043a\u043e\u0442", _ => "M\u00fcller" };
        string text = $"a,b\n{word},1\nx,2\n";
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        var declared = new CsvSource(() => new MemoryStream(bytes), "data.csv", With(new() { Encoding = name }));
        Assert.Equal([word, "x"], Cells(declared));
        if (isFound)
        {
            Assert.Equal([word, "x"], Cells(TestData.Csv(bytes)));
            Assert.Equal([word, "x"], Cells(TestData.Csv(name == "utf-32" ? bytes : encoding.GetBytes(text)))); // without a mark
            Assert.Equal([$"is in {name}"], TestData.Csv(bytes).Dialect.Found);
        }
        else
        {
            Assert.Contains("line 2: is not UTF-8; --encoding", Assert.Throws<SourceException>(() => Cells(TestData.Csv(bytes))).Message);
        }
    }

    [Fact]
    public void Bytes_that_are_no_characters_of_the_encoding_are_refused_with_their_line()
    {
        byte[] bytes = [.. Encoding.Unicode.GetBytes("a,b\nx,1\n"), 0x00, 0xd8, .. Encoding.Unicode.GetBytes("y,2\n")];
        var source = new CsvSource(() => new MemoryStream(bytes), "data.csv", With(new() { Encoding = "utf-16" }));
        Assert.Equal("data.csv, line 3: is not utf-16.", Assert.Throws<SourceException>(() => Cells(source)).Message);
    }

    [Fact]
    public void A_character_that_is_split_between_reads_is_whole_in_any_encoding()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Repeat("\u00e9\U0001f600\u732b,1\n", 20_000));
        RecordBuffer records = TestData.Csv([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)])
            .Read(new Schema([new Column("a", ColumnType.Text), new Column("b", ColumnType.Int64)]), 20_000).Single();
        Assert.All(Enumerable.Range(0, 20_000), row => Assert.Equal("\u00e9\U0001f600\u732b", records[0].Text(row)));
    }

    [Theory]
    [InlineData("%PDF-1.7\n", "is a PDF document")]
    [InlineData("PAR1\u0015", "begins as a Parquet file does")]
    [InlineData("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "is an old Office document")]
    [InlineData("<!DOCTYPE html><html>", "is a web page")]
    [InlineData("[{\"a\": 1}]", "is JSON")]
    [InlineData("SQLite format 3\0", "is an SQLite database")]
    [InlineData("\u0089PNG\r\n", "is a picture (PNG)")]
    [InlineData("BZh9", "is packed by bzip2")]
    [InlineData("\u0080\u0004\u0095", "is a Python pickle")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "is only a pointer")]
    public void What_is_no_table_is_named_by_what_it_is(string begin, string reason) =>
        Assert.Contains(reason, Assert.Throws<SourceException>(() => TestData.Csv(Encoding.Latin1.GetBytes(begin)).Open()).Message);

    /// <summary>Whatever a file begins with, it is read or refused with a sentence.</summary>
    [Fact]
    public void Any_bytes_at_all_are_read_or_refused()
    {
        var random = new Random(5);
        const string Alphabet = "ab1.,;|\t\"'#% \r\n-:\0\u00ff";
        for (int i = 0; i < 3_000; i++)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(random.GetItems(Alphabet.AsSpan(), random.Next(60)));
            var options = new CsvOptions(random.Next(3) == 0 ? ';' : null)
            {
                Quote = random.Next(3) switch { 0 => '\'', 1 => '\0', _ => null },
                Comment = random.Next(3) == 0 ? '#' : null,
                Header = random.Next(3) switch { 0 => true, 1 => false, _ => null },
                Encoding = random.Next(3) switch { 0 => "utf-16", 1 => "iso-8859-1", _ => null },
            };
            Exception? fault = Record.Exception(() => Cells(new CsvSource(() => new MemoryStream(bytes), "data.csv", With(options))));
            Assert.True(fault is null or SourceException, $"{Convert.ToHexString(bytes)}: {fault}");
        }
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("\"")]
    [InlineData("none")]
    public void Words_for_what_no_delimiter_can_be_are_refused(string text) =>
        Assert.Throws<ArgumentException>(() => CsvWords.Delimiter(text));

    [Fact]
    public void Characters_have_names()
    {
        Assert.Equal([';', '\t', '|', ' '], ((string[])["semicolon", "TAB", "|", "space"]).Select(CsvWords.Delimiter));
        Assert.Equal((',', '\0', '\0'), (CsvWords.Decimal("comma"), CsvWords.Quote("none"), CsvWords.Comment("none")));
        Assert.Equal(["NA", "?"], CsvWords.Missing("NA, ?,NA"));
        Assert.Empty(CsvWords.Missing("none"));
        Assert.Equal(
            ["utf-8", "utf-8", "utf-16", "iso-8859-1", "windows-1252", "windows-1252", "iso-8859-15", "shift_jis", "utf-16"],
            ((string[])["UTF8", "utf-8-sig", "utf_16_le", "latin-1", "cp1252", "Windows-1252", "ISO8859-15", "shift-jis", "utf_16"])
                .Select(CsvWords.EncodingOf));
        Assert.Throws<ArgumentException>(() => CsvWords.EncodingOf("utf-7"));
        Assert.Throws<ArgumentException>(() => CsvWords.EncodingOf("nowhere"));
    }

    private static SourceRoles With(CsvOptions options) => new() { Table = options };

    private static double[] Numbers(CsvSource source, int column)
    {
        RecordBuffer[] records = [.. source.Read(SchemaInference.Infer(source, null).Schema, 1_000)];
        return [.. records.SelectMany(part => Enumerable.Range(0, part.Count).Select(part[column].Number))];
    }

    /// <summary>The first column as text.</summary>
    private static string[] Cells(CsvSource source)
    {
        using IRowReader reader = source.Open();
        var cells = new List<string>();
        while (reader.Next(7) is { } rows)
        {
            cells.AddRange(Enumerable.Range(0, rows.Count).Select(row => rows.Text(row, 0, []).ToString()));
            rows.Dispose();
        }
        return [.. cells];
    }
}
