using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Arrays;

namespace Hallmark.Data.Tests.Sources.Arrays;

/// <summary>IDX and NumPy files as the formats' own documents describe them, and everything that is not one.</summary>
public sealed class ArrayFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_idx_file_has_its_shape_and_elements_also_unpacked_from_gzip()
    {
        byte[] file = [0, 0, 0x08, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255];
        foreach (string name in (string[])["a-idx3-ubyte", "a-idx3-ubyte.gz"])
        {
            NumberArray array = NumberArray.Read(
                Write(name, name.EndsWith("gz", StringComparison.Ordinal) ? ArrayBytes.Packed(file) : file));
            Assert.Equal([2, 1, 3], array.Shape);
            Assert.Equal((2, 3, 6), (array.Rows, array.RowLength, array.Count));
            Assert.Equal([1, 2, 3, 4, 5, 255], array.ToSingles());
        }
    }

    [Theory]
    [InlineData(0x09, new byte[] { 0xFF }, -1)]
    [InlineData(0x0B, new byte[] { 0xFF, 0xFE }, -2)]
    [InlineData(0x0C, new byte[] { 0x80, 0, 0, 0 }, int.MinValue)]
    [InlineData(0x0D, new byte[] { 0x3F, 0xC0, 0, 0 }, 1.5)]
    [InlineData(0x0E, new byte[] { 0xC0, 0x04, 0, 0, 0, 0, 0, 0 }, -2.5)]
    public void Every_idx_type_is_read(byte type, byte[] element, double value) =>
        Assert.Equal(value, NumberArray.Read(Write("one", [0, 0, type, 1, 0, 0, 0, 1, .. element]))[0]);

    [Theory]
    [InlineData("|u1", new byte[] { 200 }, 200)]
    [InlineData("|b1", new byte[] { 1 }, 1)]
    [InlineData("|i1", new byte[] { 200 }, -56)]
    [InlineData("<u2", new byte[] { 1, 2 }, 513)]
    [InlineData(">i2", new byte[] { 0xFF, 0xFE }, -2)]
    [InlineData("<u4", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, uint.MaxValue)]
    [InlineData("<i4", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, -1)]
    [InlineData("<i8", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("<f2", new byte[] { 0, 0x3E }, 1.5)]
    [InlineData("<f4", new byte[] { 0, 0, 0xC0, 0x3F }, 1.5)]
    [InlineData(">f8", new byte[] { 0xC0, 0x04, 0, 0, 0, 0, 0, 0 }, -2.5)]
    public void Every_numpy_type_is_read_in_either_order(string type, byte[] element, double value)
    {
        NumberArray array = NumberArray.Read(
            Write("one.npy", ArrayBytes.Npy($"{{'descr': '{type}', 'fortran_order': False, 'shape': (1,), }}", element)));
        Assert.Equal((value, 1), (array[0], array.Count));
    }

    [Fact]
    public void A_numpy_matrix_has_rows()
    {
        byte[] file = ArrayBytes.Npy("{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }", [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]);
        NumberArray array = NumberArray.Read(Write("two.npy", file));
        Assert.Equal((2, 3, 6.0), (array.Rows, array.RowLength, array[5]));
    }

    /// <summary>Bytes as numpy.asfortranarray(numpy.arange(24, dtype="u1").reshape(2, 3, 4)) is saved.</summary>
    [Fact]
    public void Fortran_order_is_turned_into_rows()
    {
        byte[] elements = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23];
        NumberArray array = NumberArray.Read(
            Write("fortran.npy", ArrayBytes.Npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }", elements)));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), array.ToSingles());
        NumberArray empty = NumberArray.Read(
            Write("empty.npy", ArrayBytes.Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 3), }", [])));
        Assert.Equal((0, 3), (empty.Rows, empty.RowLength));
    }

    [Theory]
    [InlineData("does not begin", new byte[] { 1, 0, 8, 1 })]
    [InlineData("ends inside its header", new byte[] { 0, 0 })]
    [InlineData("dimensions", new byte[] { 0, 0, 8, 0 })]
    [InlineData("dimensions", new byte[] { 0, 0, 8, 200 })]
    [InlineData("ends inside its elements", new byte[] { 0, 0, 8, 1, 0, 0, 0, 9, 1 })]
    [InlineData("ends inside its elements", new byte[] { 0, 0, 8, 1, 0x7F, 0, 0, 0, 1 })]
    [InlineData("more than any file holds", new byte[] { 0, 0, 14, 2, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0 })]
    [InlineData("goes on", new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 })]
    [InlineData("has a dimension of", new byte[] { 0, 0, 8, 1, 0xFF, 0, 0, 0 })]
    public void What_is_no_idx_file_says_why(string reason, byte[] file) =>
        Assert.Contains(reason, Assert.Throws<SourceException>(() => NumberArray.Read(Write("bad-idx1-ubyte", file))).Message);

    [Theory]
    [InlineData("of the type 'O'", "{'descr': 'O', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("of the type 'M8[ns]'", "{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("without a plain element type", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }")]
    [InlineData("without a shape", "{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("has a dimension of", "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }")]
    [InlineData("more than any file holds", "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000), }")]
    [InlineData("ends inside its elements", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")]
    public void What_is_no_numpy_array_says_why(string reason, string header) =>
        Assert.Contains(
            reason, Assert.Throws<SourceException>(() => NumberArray.Read(Write("bad.npy", ArrayBytes.Npy(header, [0, 0, 0, 0])))).Message);

    [Fact]
    public void Every_cut_off_file_is_refused_with_a_reason()
    {
        byte[] npy = ArrayBytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[8]);
        for (int length = 0; length < npy.Length; length++)
        {
            Assert.Throws<SourceException>(() => NumberArray.Read(Write("cut.npy", npy[..length])));
        }
        byte[] packed = ArrayBytes.Packed([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        for (int length = 0; length < packed.Length; length++)
        {
            Assert.Throws<SourceException>(() => NumberArray.Read(Write("cut.gz", packed[..length])));
        }
        Assert.Equal([1, 2, 3], NumberArray.Read(Write("cut.gz", packed)).ToSingles());
        Assert.Contains(
            "does not exist", Assert.Throws<SourceException>(() => NumberArray.Read(Path.Combine(_folder.Path, "nowhere"))).Message);
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
