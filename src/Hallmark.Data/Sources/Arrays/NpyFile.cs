using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>
/// One NumPy array, versions 1 to 3 of the format (numpy.lib.format): magic, version, length of the header, a dictionary written as
/// Python writes it, the elements. Objects are refused: reading them means running a program.
/// </summary>
internal static partial class NpyFile
{
    private const int DimensionsMax = 8;
    private const int HeaderMax = 65_535;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>By its magic; a name that ends in <c>.npy</c> promises such a file, whatever it begins with.</summary>
    public static bool Recognises(string name, ReadOnlySpan<byte> begin) =>
        begin.StartsWith(Magic) || name.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="SourceException">Not such a file, cut off, of a type that is not a number.</exception>
    public static ArrayHeader ReadHeader(ArrayFile file)
    {
        byte[] begin = file.Read(8, "header");
        if (!begin.AsSpan().StartsWith(Magic))
        {
            throw file.Fault("does not begin as a NumPy array does");
        }
        int version = begin[6];
        if (version is < 1 or > 3)
        {
            throw file.Fault($"has version {version} of the NumPy format; 1 to 3 are read");
        }
        uint length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(file.Read(2, "header"))
            : BinaryPrimitives.ReadUInt32LittleEndian(file.Read(4, "header"));
        if (length > HeaderMax)
        {
            throw file.Fault($"has a header of {length} bytes; at most {HeaderMax} are read");
        }
        string header = Encoding.UTF8.GetString(file.Read((int)length, "header"));
        return new ArrayHeader(ReadType(file, header), ReadShape(file, header), FortranOrder().IsMatch(header));
    }

    private static NumberFormat ReadType(ArrayFile file, string header)
    {
        Match match = Description().Match(header);
        if (!match.Success)
        {
            throw file.Fault("has a header without a plain element type");
        }
        bool bigEndian = match.Groups["order"].Value == ">";
        string type = match.Groups["type"].Value;
        if (type[0] is 'U' or 'S' && int.TryParse(type.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return length > 0 && length <= RecordFormat.TextLimit / 4
                ? new NumberFormat(type[0] == 'U' ? NumberKind.Text32 : NumberKind.Text8, bigEndian, length)
                : throw file.Fault($"holds texts of {length} characters; 1 to {RecordFormat.TextLimit / 4} are read");
        }
        NumberKind kind = type switch
        {
            "u1" or "b1" => NumberKind.UInt8,
            "i1" => NumberKind.Int8,
            "u2" => NumberKind.UInt16,
            "i2" => NumberKind.Int16,
            "u4" => NumberKind.UInt32,
            "i4" => NumberKind.Int32,
            "u8" => NumberKind.UInt64,
            "i8" => NumberKind.Int64,
            "f2" => NumberKind.Float16,
            "f4" => NumberKind.Float32,
            "f8" => NumberKind.Float64,
            string other => throw file.Fault(
                $"holds elements of the type '{other}'; whole numbers, booleans, floats of up to 8 bytes, and texts are read"),
        };
        return new NumberFormat(kind, bigEndian);
    }

    private static int[] ReadShape(ArrayFile file, string header)
    {
        Match match = Shape().Match(header);
        string[] lengths = match.Groups["lengths"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!match.Success || lengths.Length > DimensionsMax)
        {
            throw file.Fault($"has a header without a shape of at most {DimensionsMax} dimensions");
        }
        return [.. lengths.Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw file.Fault($"has a dimension of {text}"))];
    }

    [GeneratedRegex(@"'descr'\s*:\s*'(?<order>[<>|=]?)(?<type>[A-Za-z][0-9A-Za-z\[\]]*)'", RegexOptions.CultureInvariant)]
    private static partial Regex Description();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<lengths>[0-9, ]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex(@"'fortran_order'\s*:\s*True", RegexOptions.CultureInvariant)]
    private static partial Regex FortranOrder();
}
