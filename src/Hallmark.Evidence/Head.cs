using System.Text;

namespace Hallmark.Evidence;

/// <summary>
/// What an outsider must remember to notice a rollback or a reforged ledger: the newest header's hash with its height.
/// A text file of six lines, each <c>name value</c>, so that it can be read aloud, printed and compared by eye.
/// </summary>
public sealed record Head(Digest Ledger, BlockHeight Height, Digest HeaderHash, TreeSize Size, Digest TreeRoot)
{
    private const string FirstLine = "hallmark-head v1";

    public static Head Of(BlockHeader header) => new(header.Ledger, header.Height, header.Hash, header.Size, header.TreeRoot);

    public string ToText() => $"{FirstLine}\nledger {Ledger}\nheight {Height}\nheader {HeaderHash}\nsize {Size}\nroot {TreeRoot}\n";

    /// <exception cref="MalformedException">Not such a text; names the line.</exception>
    public static Head Read(ReadOnlySpan<byte> bytes)
    {
        string text = bytes.Length <= 1024
            ? Encoding.UTF8.GetString(bytes)
            : throw new MalformedException("head", "has more than 1,024 bytes");
        string[] lines = text.Split('\n');
        if (lines.Length != 7 || lines[6].Length != 0 || lines[0] != FirstLine)
        {
            throw new MalformedException("head", $"is not six lines starting with '{FirstLine}'");
        }
        return new Head(
            Value(lines[1], "ledger", Digest.Parse),
            Value(lines[2], "height", text => new BlockHeight(ParseNumber(text))),
            Value(lines[3], "header", Digest.Parse),
            Value(lines[4], "size", text => new TreeSize(ParseNumber(text))),
            Value(lines[5], "root", Digest.Parse));
    }

    private static ulong ParseNumber(string text) => ulong.Parse(text, System.Globalization.NumberStyles.None, null);

    private static T Value<T>(string line, string name, Func<string, T> parse)
    {
        try
        {
            return line.StartsWith(name + " ", StringComparison.Ordinal)
                ? parse(line[(name.Length + 1)..])
                : throw new MalformedException($"head {name}", "is missing");
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new MalformedException($"head {name}", "is not what it should be: " + MalformedException.Printable(line));
        }
    }
}
