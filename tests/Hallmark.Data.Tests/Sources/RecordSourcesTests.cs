using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Arrays;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Tests.Sources.Arrays;

namespace Hallmark.Data.Tests.Sources;

/// <summary>Which reader a file gets: by its first bytes, and by its name where it promises an array.</summary>
public sealed class RecordSourcesTests : IDisposable
{
    private static readonly byte[] Npy = ArrayBytes.Npy("|u1", false, [2, 1], [1, 2]);
    private static readonly byte[] Idx = ArrayBytes.Idx(8, [2, 1], [1, 2]);
    private static readonly byte[] Csv = "0\n1\n2\n"u8.ToArray();
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_is_known_by_what_is_in_it_whatever_it_is_called_and_packed_or_not()
    {
        foreach ((byte[] file, Type kind) in new[] { (Npy, typeof(ArraySource)), (Idx, typeof(ArraySource)), (Csv, typeof(CsvSource)) })
        {
            foreach (string name in (string[])["data", "data.csv", "data.bin", "data.gz", "data.csv.gz"])
            {
                foreach (byte[] bytes in (byte[][])[file, ArrayBytes.Packed(file)])
                {
                    IRecordSource source = RecordSources.Open(Write(name, bytes));
                    Assert.IsType(kind, source);
                    Assert.Equal(_folder.File(name), source.Name);
                    RecordBuffer records = source.Read(SchemaInference.Infer(source, null).Schema, 10).Single();
                    Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(records[0].Number));
                }
            }
        }
    }

    [Theory]
    [InlineData("a.npy", "does not begin as a NumPy array does")]
    [InlineData("a.npy.gz", "does not begin as a NumPy array does")]
    [InlineData("a-idx1-ubyte", "does not begin as an IDX file does")]
    [InlineData("a.idx3.gz", "does not begin as an IDX file does")]
    public void A_name_that_promises_an_array_is_held_to_it(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<SourceException>(() => RecordSources.Open(Write(name, "0,1\n1,2\n"u8.ToArray()))).Message);

    [Fact]
    public void What_cannot_be_opened_says_why()
    {
        Assert.EndsWith(
            "nowhere.csv: does not exist.", Assert.Throws<SourceException>(() => RecordSources.Open(_folder.File("nowhere.csv"))).Message);
        Assert.EndsWith(": there is no file to read.", Assert.Throws<SourceException>(() => RecordSources.Open(_folder.Path)).Message);
        IRecordSource empty = RecordSources.Open(Write("empty.csv", []));
        Assert.EndsWith(
            "is empty; a header row is needed.", Assert.Throws<SourceException>(() => SchemaInference.Infer(empty, null)).Message);
    }

    [Fact]
    public void A_packed_table_that_is_cut_off_is_refused()
    {
        byte[] packed = ArrayBytes.Packed([.. Enumerable.Repeat("some,thing\n"u8.ToArray(), 2_000).SelectMany(line => line)]);
        for (int length = 2; length < packed.Length; length++)
        {
            Exception? fault = Record.Exception(() =>
            {
                IRecordSource source = RecordSources.Open(Write("cut.csv.gz", packed[..length]));
                SchemaInference.Infer(source, null);
            });
            Assert.True(fault is SourceException, $"{length} of {packed.Length} bytes: {fault}");
        }
    }

    [Fact]
    public void A_table_packed_in_several_pieces_is_one_table()
    {
        byte[] packed = [.. ArrayBytes.Packed("a,b\n1,2\n"u8.ToArray()), .. ArrayBytes.Packed("3,4\n"u8.ToArray())];
        IRecordSource source = RecordSources.Open(Write("pieces.csv.gz", packed));
        Assert.Equal(2, source.Read(SchemaInference.Infer(source, null).Schema, 10).Single().Count);
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }
}
