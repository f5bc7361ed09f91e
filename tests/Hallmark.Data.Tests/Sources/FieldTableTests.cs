using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Evidence;

namespace Hallmark.Data.Tests.Sources;

/// <summary>Tables as people bring them: each is read, with what was found of it said, or refused with what would read it.</summary>
public class FieldTableTests
{
    /// <summary>The same table in other dress has the same records as the plain one.</summary>
    [Theory]
    [InlineData("01_bom.csv")]
    [InlineData("02_utf16.csv", "is in utf-16")]
    [InlineData("03_crlf.csv")]
    [InlineData("03b_cr_only.csv")]
    [InlineData("04_semicolon_decimal_comma.csv", "separated by ';'", "has decimal commas")]
    [InlineData("05_semicolon.csv", "separated by ';'")]
    [InlineData("06_tab.tsv", "separated by a tab")]
    [InlineData("07_pipe.csv", "separated by '|'")]
    [InlineData("12_trailing_comma_header_too.csv", "has a delimiter at the end of every line")]
    [InlineData("41_plain.csv.gz")]
    [InlineData("49_blank_lines.csv")]
    [InlineData("50_comment_line.csv", "has comments in lines that begin with '#'")]
    [InlineData("51_space_after_comma.csv", "has spaces behind its delimiters")]
    [InlineData("52_no_final_newline.csv")]
    public void Table_in_other_dress_is_the_same_table(string name, params string[] found)
    {
        IRecordSource source = Open(name);
        Assert.Equal(Root(Open("00_plain.csv")), Root(source));
        Assert.Equal(found.Length, source.Dialect!.Found.Count);
        Assert.All(found.Zip(source.Dialect.Found), pair => Assert.Contains(pair.First, pair.Second));
    }

    [Fact]
    public void Table_without_a_header_has_its_label_by_number()
    {
        IRecordSource source = RecordSources.Open(SharedCases.Require("17_no_header.csv"), new SourceRoles("-1"));
        Assert.Equal(["a", "b"], SchemaInference.Infer(source, source.Roles.Label).Schema.Classes);
        Assert.Contains("--header yes", Assert.Throws<SourceException>(() => Open("17_no_header.csv").Roles).Message);
    }

    [Theory]
    [InlineData("18_missing_mixed.csv")]
    [InlineData("19_missing_NA.csv")]
    [InlineData("20_missing_empty.csv")]
    [InlineData("64_second_NaN.csv")]
    [InlineData("65_second_empty.csv")]
    public void Missing_cells_are_missing_however_they_are_spelled(string name)
    {
        IRecordSource source = Open(name);
        Assert.Equal(Schema("00_plain.csv").Digest, SchemaInference.Infer(source, "label").Schema.Digest);
        RecordBuffer records = source.Read(Schema("00_plain.csv"), 100).Single();
        Assert.True(records[1].MissingCount > 0);
    }

    [Fact]
    public void Spellings_of_missing_cells_are_one_result()
    {
        Assert.Equal(Root(Open("64_second_NaN.csv")), Root(Open("65_second_empty.csv")));
        Assert.Equal(Root(Open("72_NA_drops_best_feature.csv")), Root(Open("72b_empty_instead.csv")));
    }

    [Fact]
    public void Namibia_is_a_class()
    {
        InferredSchema inferred = SchemaInference.Infer(Open("22_label_NA_is_namibia.csv"), "label");
        Assert.Equal(["NA", "US"], inferred.Schema.Classes);
        Assert.Contains("--missing 'NA'", Assert.Single(inferred.Notes).Sentence("line"));
    }

    [Theory]
    [InlineData("23_latin1.csv", "line 2: is not UTF-8; --encoding names what it is")]
    [InlineData("10_bare_quote_in_field.csv", "--quote none")]
    [InlineData("14_long_row.csv", "line 22: has 6 fields, the header has 5")]
    [InlineData("15_dup_columns.csv", "twice")]
    [InlineData("21_missing_label.csv", "line 2, field 'label': the label is missing; leave such records out")]
    [InlineData("36c_header_only.csv", "has a header but no rows")]
    [InlineData("36d_empty.csv", "is empty")]
    [InlineData("38_regression.csv", "it names f1, f2, f3, f4, price")]
    [InlineData("76_5000_classes.csv", "too many for a label")]
    public void Refusal_says_what_is_wrong_and_what_helps(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<SourceException>(() => Root(Open(name))).Message);

    [Fact]
    public void Umlauts_of_windows_are_read_once_their_encoding_is_named()
    {
        var roles = new SourceRoles("label") { Table = new() { Encoding = "windows-1252" } };
        IRecordSource source = RecordSources.Open(SharedCases.Require("23_latin1.csv"), roles);
        Assert.Equal(["Größe", "Müller"], SchemaInference.Infer(source, "label").Schema.Classes);
    }

    [Theory]
    [InlineData("24_big_int_ids.csv", ColumnType.Int64, null)]
    [InlineData("24b_big_int_64.csv", ColumnType.Text, "has more digits than a number of 64 bits keeps")]
    [InlineData("25_leading_zero_ids.csv", ColumnType.Text, "has leading zeros, which a number does not keep")]
    [InlineData("26_dates.csv", ColumnType.Instant, null)]
    [InlineData("27_bools.csv", ColumnType.Boolean, null)]
    [InlineData("28_scientific.csv", ColumnType.Text, "'1e400' in line 6 is beyond the range of numbers of 64 bits")]
    [InlineData("28b_neg_zero.csv", ColumnType.Float64, null)]
    [InlineData("28c_subnormal.csv", ColumnType.Float64, null)]
    [InlineData("28d_overflow.csv", ColumnType.Text, "'1e400' in line 2 is beyond the range")]
    [InlineData("29_thousands.csv", ColumnType.Text, "has thousands marks (--thousands)")]
    public void First_column_has_its_type_and_the_reason_for_it(string name, ColumnType type, string? reason)
    {
        InferredSchema inferred = SchemaInference.Infer(Open(name), "label");
        Assert.Equal(type, inferred.Schema.Columns[0].Type);
        Assert.Equal(reason is null, inferred.Notes.All(note => !note.Matters));
        Assert.Contains(reason ?? "", string.Join('\n', inferred.Notes.Where(note => note.Matters).Select(note => note.Sentence("line"))));
    }

    [Fact]
    public void Declared_thousands_are_numbers()
    {
        var roles = new SourceRoles("label") { Table = new() { Thousands = ',' } };
        IRecordSource source = RecordSources.Open(SharedCases.Require("29_thousands.csv"), roles);
        RecordBuffer records = source.Read(SchemaInference.Infer(source, "label").Schema, 100).Single();
        Assert.Equal(1_000_000.5, records[0].Number(0));
    }

    private static IRecordSource Open(string name) => RecordSources.Open(SharedCases.Require(name), new SourceRoles("label"));

    private static Schema Schema(string name) => SchemaInference.Infer(Open(name), "label").Schema;

    private static Digest Root(IRecordSource source) =>
        BatchBuilder.Build(source.Read(SchemaInference.Infer(source, "label").Schema, 1_000).Single()).Root;
}
