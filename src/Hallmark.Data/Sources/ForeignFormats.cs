using System.Text;

namespace Hallmark.Data.Sources;

/// <summary>Files that are no records here, known by their first bytes: so that a refusal says what they are and what helps.</summary>
internal static class ForeignFormats
{
    private static readonly (byte[] Begin, string Is)[] Known =
    [
        ("PAR1"u8.ToArray(), "begins as a Parquet file does"),
        ("ARROW1"u8.ToArray(), "is an Arrow file"),
        ("%PDF-"u8.ToArray(), "is a PDF document: a table has to be taken out of it first"),
        ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "is an old Office document, such as an Excel workbook: save its sheet as CSV"),
        ("{\\rtf"u8.ToArray(), "is a rich text document"),
        ([0x89, .. "PNG\r\n"u8], "is a picture (PNG)"),
        ([0xff, 0xd8, 0xff], "is a picture (JPEG)"),
        ("GIF8"u8.ToArray(), "is a picture (GIF)"),
        ("SQLite format 3\0"u8.ToArray(), "is an SQLite database"),
        ([0x89, .. "HDF\r\n"u8], "is an HDF5 file: write its arrays as NumPy files (.npy)"),
        ("CDF\x01"u8.ToArray(), "is a NetCDF file: write its arrays as NumPy files (.npy)"),
        ("Obj\x01"u8.ToArray(), "is an Avro file: write its records as JSON Lines or CSV"),
        ("ORC"u8.ToArray(), "is an ORC file: write its records as Parquet or CSV"),
        ("BZh"u8.ToArray(), "is packed by bzip2: unpack it, or pack it by gzip"),
        ([0xfd, .. "7zXZ\0"u8], "is packed by xz: unpack it, or pack it by gzip"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is packed by zstd: unpack it, or pack it by gzip"),
        ([.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "is a 7z archive: unpack it"),
        ("Rar!"u8.ToArray(), "is a RAR archive: unpack it"),
        ([0x80, 0x04, 0x95], "is a Python pickle, which only Python can read and which may run code: write a CSV or NumPy file"),
        ([0x80, 0x05, 0x95], "is a Python pickle, which only Python can read and which may run code: write a CSV or NumPy file"),
        ("RDX"u8.ToArray(), "is an R data file: write a CSV file"),
        ("$FL2"u8.ToArray(), "is an SPSS file: write a CSV file"),
        ("<stata_dta>"u8.ToArray(), "is a Stata file: write a CSV file"),
        ("MATLAB 5.0"u8.ToArray(), "is a MATLAB file: write its matrices as CSV or NumPy files"),
        ([0x7f, .. "ELF"u8], "is a program"),
    ];

    private static readonly string[] Json = ["[{", "[\n", "[\r", "{\""];
    private static readonly string[] Markup = ["<!doctype html", "<html", "<?xml", "<table", "<!doctype"];

    /// <summary>What the file is, as the end of a sentence that begins with its name; null where it may be text of a table.</summary>
    /// <param name="begin">Its first bytes, the more the better.</param>
    public static string? Find(ReadOnlySpan<byte> begin)
    {
        foreach ((byte[] first, string what) in Known)
        {
            if (begin.StartsWith(first))
            {
                return what;
            }
        }
        return IsTar(begin) ? "is a tar archive: unpack it" : OfText(begin);
    }

    /// <summary>What a zip file is that is more than files packed together, as above; null where it is no more.</summary>
    /// <param name="names">Of the files in it.</param>
    public static string? OfPackage(IReadOnlyList<string> names) =>
        names.Contains("[Content_Types].xml")
            ? names.Any(name => name.StartsWith("xl/", StringComparison.Ordinal))
                ? "is an Excel workbook (.xlsx): save its sheet as CSV"
                : "is an Office document: save its table as CSV"
        : names.Contains("mimetype") && names.Contains("content.xml") ? "is an OpenDocument file: save its table as CSV"
        : names.Count > 1 && names.All(name => name.EndsWith(".npy", StringComparison.Ordinal))
            ? "is an archive of NumPy arrays (.npz): save the array by itself (.npy)"
        : null;

    private static bool IsTar(ReadOnlySpan<byte> begin) => begin.Length >= 262 && begin[257..262].SequenceEqual("ustar"u8);

    private static string? OfText(ReadOnlySpan<byte> begin)
    {
        string text = Encoding.UTF8.GetString(begin[..Math.Min(begin.Length, 256)]).TrimStart('\ufeff', ' ', '\r', '\n', '\t');
        return Markup.Any(mark => text.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
                ? "is a web page or another document in HTML or XML, no table"
            : Json.Any(mark => text.StartsWith(mark, StringComparison.Ordinal))
                ? "is JSON: write one record on each line (JSON Lines), or CSV"
            : text.StartsWith("version https://git-lfs", StringComparison.Ordinal)
                ? "is only a pointer to the file (Git LFS): fetch it (git lfs pull)"
            : null;
    }
}
