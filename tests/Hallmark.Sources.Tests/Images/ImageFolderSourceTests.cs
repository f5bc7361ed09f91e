using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Hallmark.Data.Sources;
using Hallmark.Sources.Images;
using SkiaSharp;

namespace Hallmark.Sources.Tests.Images;

/// <summary>Folders of pictures: what is said of each, turned as it is shown, and what is refused before it is decoded.</summary>
public sealed class ImageFolderSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_are_records_of_their_bytes_their_size_and_sixteen_by_sixteen_greys_in_classes_by_folder()
    {
        byte[] one = Png(32, 16, (x, y) => (byte)((x / 2) + (y * 10)));
        byte[] other = Png(16, 16, (_, _) => 7);
        Write("dog/a.png", other);
        Write("cat/b.PNG", one);
        Write("cat/a.jpeg", Jpeg(40, 20, 0x80));
        IRecordSource source = KnownSources.Open(_folder.Path);
        Assert.IsType<ImageFolderSource>(source);
        string[] columns = SourceCells.Columns(source);
        Assert.Equal(["sha256:Text", "width:Int64", "height:Int64", "orientation:Int64", "grey[0]:Int64"], columns[..5]);
        Assert.Equal(["grey[255]:Int64", "class:Text"], columns[^2..]);
        string[][] rows = [.. SourceCells.Rows(source, threads: 3).Select(row => row.Split('|'))];
        Assert.Equal(3, rows.Length);
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(one)), "32", "16", "1"], rows[1][..4]);
        Assert.Equal(
            Enumerable.Range(0, 256).Select(place => $"{(place % 16) + (place / 16 * 10)}"), rows[1][4..^1]);
        Assert.Equal(["cat", "cat", "dog"], rows.Select(row => row[^1]));
        Assert.Equal(SourceCells.Rows(source)[..2], SourceCells.Rows(KnownSources.Open(_folder.File("*/*.*"))).Take(2));
        Assert.All(rows[2][4..^1], grey => Assert.Equal("7", grey));
        Assert.InRange(int.Parse(rows[0][4], System.Globalization.CultureInfo.InvariantCulture), 0x7E, 0x82);
        Assert.StartsWith("pictures decoded by SkiaSharp 4.155.0 (Skia", source.Steps.Single(), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder.Path, "dog/a.png"), source.Locate(3).File);
    }

    [Fact]
    public void A_flat_folder_has_no_classes_and_small_pictures_are_stretched()
    {
        Write("1.png", Png(1, 2, (_, y) => (byte)(y * 200)));
        IRecordSource source = KnownSources.Open(_folder.Path);
        Assert.Equal("grey[255]:Int64", SourceCells.Columns(source)[^1]);
        string[] row = SourceCells.Rows(source).Single().Split('|');
        Assert.All(row[4..132], grey => Assert.Equal("0", grey));
        Assert.All(row[132..], grey => Assert.Equal("200", grey));
    }

    [Theory]
    [InlineData(1, "0 1 2 3")]
    [InlineData(2, "1 0 3 2")]
    [InlineData(3, "3 2 1 0")]
    [InlineData(4, "2 3 0 1")]
    [InlineData(5, "0 2 1 3")]
    [InlineData(6, "2 0 3 1")]
    [InlineData(7, "3 1 2 0")]
    [InlineData(8, "1 3 0 2")]
    public void A_turned_picture_is_looked_at_as_it_is_shown(int orientation, string corners)
    {
        // Four parts as they lie in the file: 0 1 / 2 3, each as many times 60 grey.
        Write("a.jpg", WithOrientation(Jpeg(64, 32, null), orientation));
        string[] row = SourceCells.Rows(KnownSources.Open(_folder.Path)).Single().Split('|');
        Assert.Equal(orientation >= 5 ? ["32", "64", $"{orientation}"] : ["64", "32", $"{orientation}"], row[1..4]);
        int[] greys = [.. row[4..].Select(int.Parse)];
        int[] seen = [greys[(4 * 16) + 4], greys[(4 * 16) + 11], greys[(11 * 16) + 4], greys[(11 * 16) + 11]];
        Assert.Equal(corners, string.Join(' ', seen.Select(grey => (grey + 30) / 60)));
    }

    [Fact]
    public void What_is_no_picture_or_too_large_is_refused_by_name_before_it_is_decoded()
    {
        byte[] large = Png(1, 1, (_, _) => 0);
        BinaryPrimitives.WriteInt32BigEndian(large.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(large.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(large.AsSpan(29), Crc(large.AsSpan(12, 17)));
        Write("a/x.png", large);
        Assert.EndsWith("x.png: has 60000 × 60000 pixels; at most 67108864 are read.", Refusal());
        Write("a/x.png", Png(40, 30, (x, y) => (byte)(x * y % 251))[..300]);
        Assert.EndsWith("x.png: is a picture that was cut off.", Refusal());
        Write("a/x.png", "GIF89a"u8.ToArray());
        Assert.EndsWith("x.png: begins neither as a PNG nor as a JPEG picture does.", Refusal());
        Write("a/y.txt", "x"u8.ToArray());
        Assert.EndsWith("y.txt: is no picture (.png, .jpg, .jpeg), among pictures.", Refusal());
        Assert.Contains(
            "cannot be decoded", SourceCells.Refusal(() => KnownSources.Open(SharedCases.Require("45_images"))));

        string Refusal() => SourceCells.Refusal(() => KnownSources.Open(_folder.Path));
    }

    [Fact]
    public void A_picture_that_was_damaged_anywhere_is_refused_or_read_and_nothing_else()
    {
        byte[][] good = [Png(40, 30, (x, y) => (byte)(x * y % 251)), WithOrientation(Jpeg(64, 32, null), 6)];
        var random = new Random(3);
        for (int trial = 0; trial < 600; trial++)
        {
            byte[] bytes = [.. good[trial % 2]];
            for (int change = 0; change <= trial % 4; change++)
            {
                bytes[random.Next(3, bytes.Length)] = (byte)random.Next(256);
            }
            Write("x.png", trial % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                SourceCells.Rows(KnownSources.Open(_folder.Path));
            }
            catch (SourceException)
            {
                // said
            }
        }
    }

    private void Write(string name, byte[] bytes)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Of one grey, or of four parts.</summary>
    private static byte[] Jpeg(int width, int height, byte? grey)
    {
        using var bitmap = new SKBitmap(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                byte value = grey ?? (byte)(60 * ((y * 2 / height * 2) + (x * 2 / width)));
                bitmap.SetPixel(x, y, new SKColor(value, value, value));
            }
        }
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    /// <summary>An EXIF segment that says nothing else, behind the first marker.</summary>
    private static byte[] WithOrientation(byte[] jpeg, int orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1,
        0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];

    /// <summary>Eight-bit greys, written here and not by the library that reads them.</summary>
    private static byte[] Png(int width, int height, Func<int, int, byte> grey)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                deflate.Write([0, .. Enumerable.Range(0, width).Select(x => grey(x, y))]);
            }
        }
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes) => System.IO.Hashing.Crc32.HashToUInt32(bytes);
}
