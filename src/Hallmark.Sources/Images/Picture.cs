using System.Security.Cryptography;
using Hallmark.Data.Sources;
using SkiaSharp;

namespace Hallmark.Sources.Images;

/// <summary>What is said of a picture. The one place that knows the library that decodes.</summary>
/// <param name="Sha256">Of the bytes as given, in hexadecimal digits.</param>
/// <param name="Width">In pixels, as it is shown.</param>
/// <param name="Height">In pixels, as it is shown.</param>
/// <param name="Orientation">How its pixels are turned and mirrored before it is shown: 1 to 8 as of EXIF, 1 not at all.</param>
/// <param name="Greys">
/// Row by row, as it is shown, mean luma of each of <see cref="Side"/> × <see cref="Side"/> parts: 0 to 255. See-through is white.
/// </param>
internal sealed record Picture(string Sha256, int Width, int Height, int Orientation, IReadOnlyList<byte> Greys)
{
    public const int Side = 16;

    /// <summary>Most pixels: four bytes of memory each, taken after they were counted.</summary>
    public const long PixelLimit = 64 << 20;

    /// <summary>Most bytes of a file.</summary>
    public const int FileLimit = 256 << 20;

    private const int BytesOfPixel = 4;

    public static string Decoder { get; } = FormattableString.Invariant(
        $"pictures decoded by SkiaSharp {Library} (Skia {SkiaSharpVersion.Native}) to {Side}x{Side} greys");

    private static string? Library => typeof(SKCodec).Assembly.GetName().Version?.ToString(3);

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <exception cref="SourceException">No such picture, cut off or damaged, or too large.</exception>
    public static Picture Read(SourceBytes file)
    {
        byte[] bytes = ReadAll(file);
        if (!bytes.AsSpan().StartsWith(Png) && !bytes.AsSpan().StartsWith(Jpeg))
        {
            throw Fault(file, "begins neither as a PNG nor as a JPEG picture does");
        }
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec codec = SKCodec.Create(data) ?? throw Fault(file, "is a picture that cannot be decoded");
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if (width <= 0 || height <= 0 || (long)width * height > PixelLimit)
        {
            throw Fault(file, $"has {width} × {height} pixels; at most {PixelLimit} are read");
        }
        byte[] pixels = new byte[width * height * BytesOfPixel];
        SKCodecResult result = codec.GetPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);
        if (result != SKCodecResult.Success)
        {
            bool isCut = result == SKCodecResult.IncompleteInput;
            throw Fault(file, isCut ? "is a picture that was cut off" : "is a picture that cannot be decoded");
        }
        var turned = new Turned(pixels, width, height, (int)codec.EncodedOrigin);
        return new Picture(
            Convert.ToHexStringLower(SHA256.HashData(bytes)), turned.Width, turned.Height, (int)codec.EncodedOrigin, turned.Greys());
    }

    private static byte[] ReadAll(SourceBytes file)
    {
        using Stream stream = file.Open();
        using var bytes = new MemoryStream();
        byte[] piece = new byte[64 << 10];
        for (int read; (read = SourceFile.Guard(file.Name, () => stream.Read(piece))) > 0;)
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length > FileLimit)
            {
                throw Fault(file, $"has more than {FileLimit} bytes");
            }
        }
        return bytes.ToArray();
    }

    private static SourceException Fault(SourceBytes file, string reason) => new(file.Name, null, null, reason);

    /// <summary>Pixels as they lie in the file, looked at as they are shown.</summary>
    /// <param name="origin">Where the first pixel is shown, as of EXIF; from 5 on rows are columns.</param>
    private sealed class Turned(byte[] pixels, int storedWidth, int storedHeight, int origin)
    {
        public int Width => origin >= 5 ? storedHeight : storedWidth;

        public int Height => origin >= 5 ? storedWidth : storedHeight;

        public byte[] Greys()
        {
            byte[] greys = new byte[Side * Side];
            for (int place = 0; place < greys.Length; place++)
            {
                (int top, int bottom) = Part(place / Side, Height);
                (int left, int right) = Part(place % Side, Width);
                long sum = 0;
                for (int y = top; y < bottom; y++)
                {
                    for (int x = left; x < right; x++)
                    {
                        sum += Luma(x, y);
                    }
                }
                long count = (long)(bottom - top) * (right - left);
                greys[place] = (byte)((sum + (count / 2)) / count);
            }
            return greys;
        }

        /// <summary>Pixels of one of the parts; a picture that has fewer pixels than there are parts has some of them in several.</summary>
        private static (int From, int To) Part(int part, int length)
        {
            int from = (int)((long)part * length / Side);
            return (from, Math.Max(from + 1, (int)((part + 1L) * length / Side)));
        }

        private int Luma(int x, int y)
        {
            int i = At(x, y) * BytesOfPixel;
            int luma = ((77 * pixels[i]) + (150 * pixels[i + 1]) + (29 * pixels[i + 2]) + 128) >> 8; // of ITU-R BT.601, in whole numbers
            int alpha = pixels[i + 3];
            return ((luma * alpha) + (255 * (255 - alpha)) + 127) / 255;
        }

        private int At(int x, int y)
        {
            (int column, int row) = origin switch
            {
                2 => (storedWidth - 1 - x, y),
                3 => (storedWidth - 1 - x, storedHeight - 1 - y),
                4 => (x, storedHeight - 1 - y),
                5 => (y, x),
                6 => (y, storedHeight - 1 - x),
                7 => (storedWidth - 1 - y, storedHeight - 1 - x),
                8 => (storedWidth - 1 - y, x),
                _ => (x, y),
            };
            return (row * storedWidth) + column;
        }
    }
}
