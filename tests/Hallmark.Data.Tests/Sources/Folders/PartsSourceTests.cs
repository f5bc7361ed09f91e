using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Folders;
using Hallmark.Data.Tests.Sources.Arrays;

namespace Hallmark.Data.Tests.Sources.Folders;

/// <summary>Folders and patterns of files: one source, in ordinal order, whose messages name the file.</summary>
public sealed class PartsSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_a_folder_are_one_source_in_ordinal_order_whatever_they_were_written_in()
    {
        Write("part-2.csv", "a,b\n5,z\n");
        Write("part-10.csv", "a,b\n1,x\n2,x\n");
        Write("sub/part-0.csv.gz", ArrayBytes.Packed("b,a\ny,6\n"u8.ToArray()));
        Write("part-2.csv.d/x.csv", "a,b\n4,y\n");
        Write("_SUCCESS", "");
        Write(".part-2.csv.crc", "?");
        Write("_temporary/part-9.csv", "a,b\n9,q\n");
        IRecordSource source = RecordSources.Open(_folder.Path + "/");
        Assert.IsType<PartsSource>(source);
        Assert.Equal(_folder.Path, source.Name);
        foreach (int atOnce in (int[])[1, 2, 100])
        {
            Assert.Equal(["1|x", "2|x", "5|z", "4|y", "6|y"], SourceCells.Rows(source, atOnce, threads: 3));
        }
    }

    [Fact]
    public void A_folder_registers_the_batches_of_the_one_file_and_batches_go_on_over_the_ends_of_files()
    {
        string[] rows = [.. Enumerable.Range(0, 230).Select(at => $"{at},{at % 7}.5")];
        Write("one/all.csv", "a,b\n" + string.Join('\n', rows));
        foreach ((int number, string[] part) in rows.Chunk(23).Index())
        {
            Write($"many/{number}.csv", "a,b\n" + string.Join('\n', part));
        }
        string[] roots = SourceCells.Roots(RecordSources.Open(_folder.File("one")), 50);
        Assert.Equal(5, roots.Length);
        Assert.Equal(roots, SourceCells.Roots(RecordSources.Open(_folder.File("one/all.csv")), 50));
        Assert.Equal(roots, SourceCells.Roots(RecordSources.Open(_folder.File("many")), 50, threads: 4));
    }

    [Fact]
    public void Patterns_choose_files_and_two_stars_any_depth()
    {
        Write("a1.csv", "a\n1\n");
        Write("a2.csv", "a\n2\n");
        Write("b1.csv", "a\n3\n");
        Write("x/a3.csv", "a\n4\n");
        Write("x/y/a4.csv", "a\n5\n");
        Assert.Equal(["1", "2"], SourceCells.Rows(RecordSources.Open(_folder.File("a*.csv"))));
        Assert.Equal(["1", "3"], SourceCells.Rows(RecordSources.Open(_folder.File("?1.csv"))));
        Assert.Equal(["4"], SourceCells.Rows(RecordSources.Open(_folder.File("*/a?.csv"))));
        Assert.Equal(["1", "2", "4", "5"], SourceCells.Rows(RecordSources.Open(_folder.File("**/a*.csv"))));
        Write("real*.csv", "a\n9\n");
        Assert.Equal(["9"], SourceCells.Rows(RecordSources.Open(_folder.File("real*.csv"))));
        Assert.EndsWith("there is no file to read.", SourceCells.Refusal(() => RecordSources.Open(_folder.File("q*"))));
        Assert.Contains("/: is a folder that holds all others", SourceCells.Refusal(() => RecordSources.Open("/")));
        Assert.EndsWith("nowhere.", SourceCells.Refusal(() => RecordSources.Open(_folder.File("nowhere/*"))));
    }

    [Fact]
    public void Files_of_JSON_objects_have_the_fields_of_all_of_them()
    {
        Write("1.jsonl", """{"a": 1, "v": [1, 2]}""" + "\n");
        Write("2.jsonl", """{"b": "x", "v": [3, 4]}""" + "\n");
        Write("3.jsonl", """{"a": 2.5}""");
        Assert.Equal(["a:Float64", "v[0]:Int64", "v[1]:Int64", "b:Text"], SourceCells.Columns(RecordSources.Open(_folder.Path)));
        Assert.Equal(["1|1|2|", "|3|4|x", "2.5|||"], SourceCells.Rows(RecordSources.Open(_folder.Path)));
        Write("2.jsonl", """{"v": [3]}""" + "\n{}x\n");
        Assert.EndsWith("2.jsonl, line 2: is not JSON at byte 3.", SourceCells.Refusal(RecordSources.Open(_folder.Path)));
        Write("2.jsonl", """{"v": [3]}""");
        Assert.Equal(["1|[1, 2]", "|[3]", "2.5|"], SourceCells.Rows(RecordSources.Open(_folder.Path)));
    }

    [Fact]
    public void What_is_wrong_names_the_file_and_its_own_line()
    {
        Write("1.csv", "a,b\n1,2\n3,4\n");
        Write("2.csv", "a,b\n5,6\n7,x\n");
        Write("3.csv", "a,b\n7,8,9\n");
        Assert.Contains("3.csv, line 2: has 3 fields, the header has 2", SourceCells.Refusal(RecordSources.Open(_folder.Path)));
        File.Delete(_folder.File("3.csv"));
        IRecordSource source = RecordSources.Open(_folder.Path);
        var schema = SchemaInference.Infer(RecordSources.Open(_folder.File("1.csv")), null).Schema;
        Assert.EndsWith(
            "2.csv, line 3, field 'b': 'x' is not a whole number of 64 bits.",
            Assert.Throws<SourceException>(() => source.Read(schema, 100).ToList()).Message);
    }

    [Fact]
    public void A_missing_label_is_named_in_its_file()
    {
        Write("1.csv", "a,b\n1,x\n3,y\n");
        Write("2.csv", "a,b\n5,x\n\n7,\n");
        IRecordSource source = RecordSources.Open(_folder.Path, new SourceRoles("b"));
        string message = Assert.Throws<SourceException>(() => SchemaInference.Infer(source, "b")).Message;
        Assert.Contains("2.csv, line 4, field 'b': the label is missing", message);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        Write("1.csv", "a,b\n1,2\n");
        Write("2.csv", "a,c\n1,2\n");
        Assert.Contains(
            "2.csv, line 1, field 'b': is not there, and is a column of ", SourceCells.Refusal(RecordSources.Open(_folder.Path)));
        Write("2.csv", "a,b,c\n1,2,3\n");
        Assert.Contains("2.csv, line 1, field 'c': is not a column of ", SourceCells.Refusal(RecordSources.Open(_folder.Path)));
        Write("2.csv", ArrayBytes.Npy("|u1", false, [2, 2], [1, 2, 3, 4]));
        Assert.Contains("2.csv: is of another kind than ", SourceCells.Refusal(RecordSources.Open(_folder.Path)));
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.EndsWith("there is no file to read.", SourceCells.Refusal(() => RecordSources.Open(_folder.File("empty"))));
    }

    [Fact]
    public void A_file_beside_the_data_is_named_with_the_pattern_that_leaves_it_out()
    {
        Write("a.csv", "a,b\n1,2\n");
        Write("README.txt", "Hello, this is\nno, table\n");
        string pattern = Path.Combine(_folder.Path, "*.csv");
        Assert.EndsWith($"a pattern leaves out what is none: '{pattern}').", SourceCells.Refusal(RecordSources.Open(_folder.Path)));
        Assert.Equal(["1|2"], SourceCells.Rows(RecordSources.Open(pattern)));
    }

    [Fact]
    public void Links_to_files_are_followed_and_links_to_folders_are_not()
    {
        Write("real/1.csv", "a\n1\n");
        Directory.CreateDirectory(_folder.File("data"));
        File.CreateSymbolicLink(_folder.File("data/1.csv"), _folder.File("real/1.csv"));
        Directory.CreateSymbolicLink(_folder.File("data/again"), _folder.File("data"));
        Assert.Equal(["1"], SourceCells.Rows(RecordSources.Open(_folder.File("data"))));
    }

    [Fact]
    public void The_shared_folder_is_one_source()
    {
        IRecordSource source = RecordSources.Open(SharedCases.Require("46_many_csv"));
        Assert.Equal(["f1:Float64", "f2:Float64", "f3:Float64", "f4:Float64", "label:Text"], SourceCells.Columns(source));
    }

    private void Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
