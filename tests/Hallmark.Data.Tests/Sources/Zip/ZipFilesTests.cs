using System.IO.Compression;
using System.Text;
using Hallmark.Data.Sources;
using Hallmark.Data.Tests.Sources.Arrays;

namespace Hallmark.Data.Tests.Sources.Zip;

/// <summary>Zip files: what is in them is read as if it lay there unpacked.</summary>
public sealed class ZipFilesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_zip_file_of_one_file_is_that_file_and_of_several_a_folder()
    {
        string one = Write("one.zip", ("x/a.csv", "a,b\n1,x\n"), ("__MACOSX/x/._a.csv", "?"), (".DS_Store", "?"));
        Assert.Equal(["1|x"], SourceCells.Rows(RecordSources.Open(one)));
        Assert.Equal(one + "/x/a.csv", RecordSources.Open(one).Name);
        string several = Write("several.bin", ("b.csv", "b,a\ny,2\n"), ("a.csv", "a,b\n1,x\n"), ("c/d.csv", "a,b\n3,z\n"));
        IRecordSource source = RecordSources.Open(several);
        Assert.Equal(["1|x", "2|y", "3|z"], SourceCells.Rows(source, threads: 3));
        Assert.Equal(several, source.Name);
    }

    [Fact]
    public void Arrays_in_a_zip_file_are_arrays_those_that_need_seeking_too()
    {
        byte[] array = ArrayBytes.Npy("|u1", true, [2, 2], [1, 2, 3, 4]); // column-major
        string path = Write("a.npz", ("arr_0.npy", array));
        Assert.Equal(["1|3", "2|4"], SourceCells.Rows(RecordSources.Open(path)));
    }

    [Theory]
    [InlineData("is an Excel workbook (.xlsx)", "[Content_Types].xml", "xl/workbook.xml")]
    [InlineData("is an Office document", "[Content_Types].xml", "word/document.xml")]
    [InlineData("is an OpenDocument file", "mimetype", "content.xml")]
    [InlineData("is an archive of NumPy arrays", "a.npy", "b.npy")]
    public void Packages_that_are_more_than_files_are_named_by_what_they_are(string reason, params string[] files)
    {
        string path = Write("package.zip", [.. files.Select(name => (name, "x"))]);
        Assert.Contains(reason, SourceCells.Refusal(() => RecordSources.Open(path)));
    }

    [Theory]
    [InlineData("/a.csv")]
    [InlineData("../a.csv")]
    [InlineData("d/../../a.csv")]
    public void A_file_named_as_if_it_lay_elsewhere_is_refused_and_none_is_left_out_without_a_word(string name)
    {
        string path = Write("outside.zip", ("b.csv", "a\n1\n"), (name, "a\n2\n"));
        Assert.EndsWith($"'{name}' in it lies outside of it.", SourceCells.Refusal(() => RecordSources.Open(path)));
        string written = Write("written.zip", ("./b.csv", "a\n1\n"), ("d//c.csv", "a\n2\n"));
        Assert.Equal(["1", "2"], SourceCells.Rows(RecordSources.Open(written)));
    }

    [Fact]
    public void What_is_wrong_names_the_file_within()
    {
        string path = Write("a.zip", ("1.csv", "a\n1\n"), ("2.csv", "a\n1\n2,3\n"));
        Assert.Contains("a.zip/2.csv, line 3: has 2 fields, the header has 1", SourceCells.Refusal(RecordSources.Open(path)));
        Assert.EndsWith("there is no file to read in it.", SourceCells.Refusal(() => RecordSources.Open(Write("e.zip", ("x/", "")))));
        string twice = Write("t.zip", ("a.csv", "a\n1\n"), ("a.csv", "a\n2\n"));
        Assert.EndsWith("a.csv' is in it twice.", SourceCells.Refusal(() => RecordSources.Open(twice)));
        string alike = Write("l.zip", ("d/a.csv", "a\n1\n"), ("./d//a.csv", "a\n2\n"));
        Assert.EndsWith("a.csv' is in it twice.", SourceCells.Refusal(() => RecordSources.Open(alike)));
        string inner = Write("inner.zip", ("a.csv", "a\n1\n"));
        string outer = Write("outer.zip", ("inner.zip", File.ReadAllBytes(inner)));
        Assert.EndsWith("is a zip file among others; unpack it.", SourceCells.Refusal(() => RecordSources.Open(outer)));
        Assert.Contains(
            "packed once more", SourceCells.Refusal(() => RecordSources.Open(Write("g.zip", ("a.csv.gz", ArrayBytes.Packed([1]))))));
    }

    [Fact]
    public void A_zip_file_that_was_cut_off_or_damaged_anywhere_is_refused_or_read_as_it_was()
    {
        string table = "a,b\n" + string.Concat(Enumerable.Range(0, 99).Select(at => $"{at},x\n"));
        byte[] good = File.ReadAllBytes(Write("good.zip", ("a.csv", table)));
        string[] rows = SourceCells.Rows(RecordSources.Open(_folder.File("good.zip")));
        string path = _folder.File("damaged.zip");
        for (int at = 4; at < good.Length; at++)
        {
            byte[] damaged = [.. good];
            damaged[at] ^= 0x11;
            foreach (byte[] bytes in (byte[][])[damaged, good[..at]])
            {
                File.WriteAllBytes(path, bytes);
                try
                {
                    Assert.Equal(rows, SourceCells.Rows(RecordSources.Open(path)));
                }
                catch (SourceException)
                {
                    // said
                }
            }
        }
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Bytes_that_nothing_asks_for_are_refused_behind_the_zip_file_and_behind_a_file_in_it(CompressionLevel level)
    {
        string path = _folder.File("a.zip");
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("a.csv", level).Open();
            entry.Write("a\n1\n"u8);
        }
        byte[] good = File.ReadAllBytes(path);
        Assert.Equal(["1"], SourceCells.Rows(RecordSources.Open(path)));
        File.WriteAllBytes(path, [.. good, 0, 0, 0]);
        Assert.EndsWith($"it ends with byte {good.Length}, and 3 bytes follow.", SourceCells.Refusal(() => RecordSources.Open(path)));

        int directory = good.AsSpan().LastIndexOf("PK\x01\x02"u8);
        int length = BitConverter.ToInt32(good, directory + 20);
        int start = 30 + BitConverter.ToUInt16(good, 26) + BitConverter.ToUInt16(good, 28);
        byte[] longer = [.. good[..(start + length)], 7, .. good[(start + length)..]];
        BitConverter.GetBytes(length + 1).CopyTo(longer, directory + 1 + 20);
        int end = longer.AsSpan().LastIndexOf("PK\x05\x06"u8);
        BitConverter.GetBytes(directory + 1).CopyTo(longer, end + 16);
        File.WriteAllBytes(path, longer);
        string refusal = SourceCells.Refusal(() => RecordSources.Open(path));
        string[] reasons = ["behind its packed bytes there are others.", "it is not what the zip file has a checksum of."];
        Assert.Contains(reasons, refusal.EndsWith);
    }

    /// <summary>Each pass over a file of a few bytes took a quarter of a megabyte, and five times the time of the folder.</summary>
    [Fact]
    public void Small_files_cost_little_memory_each()
    {
        const int count = 400;
        string path = Write("many.zip", [.. Enumerable.Range(0, count).Select(at => ($"{at:000}.csv", (object)$"a\n{at}\n"))]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(count, SourceCells.Rows(RecordSources.Open(path)).Length);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / count, 0, 120_000);
    }

    [Fact]
    public void Lengths_that_nothing_unpacks_to_are_refused_before_anything_is_unpacked()
    {
        byte[] bytes = File.ReadAllBytes(Write("bomb.zip", ("a.csv", "a\n1\n")));
        int directory = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(0xFFFF_FFFEu).CopyTo(bytes, directory + 24);
        File.WriteAllBytes(_folder.File("bomb.zip"), bytes);
        Assert.Contains("bytes unpack to 4294967294", SourceCells.Refusal(() => RecordSources.Open(_folder.File("bomb.zip"))));
    }

    [Fact]
    public void What_comes_once_is_kept_under_no_name_up_to_a_limit_and_read_again_and_again()
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes("a\n1\n2\n"));
        SourceBytes bytes = SourceBytes.Spool("standard input", stream);
        stream.Dispose();
        using Stream one = bytes.Open();
        using Stream other = bytes.Open();
        Assert.Equal("a\n1\n2\n", new StreamReader(one).ReadToEnd());
        Assert.Equal("a\n1\n2\n", new StreamReader(other).ReadToEnd());
        Assert.Equal(
            "standard input: has more than 5 bytes.",
            Assert.Throws<SourceException>(() => SourceBytes.Spool("standard input", new MemoryStream(new byte[6]), 5)).Message);
    }

    private string Write(string name, params (string Name, object Content)[] files)
    {
        string path = _folder.File(name);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach ((string file, object content) in files)
        {
            using Stream entry = archive.CreateEntry(file).Open();
            entry.Write(content as byte[] ?? Encoding.UTF8.GetBytes((string)content));
        }
        return path;
    }
}
