using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hallmark.Operations.Streams;

/// <summary>
/// A message in the spool, as one line: the number by which its sender knew it, its identity, the beginning of the digest of its text, and
/// the text, which is a JSON object.
/// <code>001f 0123456789abcdef0123456789abcdef 0123456789abcdef {"t":21.5}</code>
/// </summary>
/// <param name="Packet">Its sender's number; 0 for none.</param>
/// <param name="Identity">What tells it from others: the digest of the field that names messages, or of its text.</param>
/// <param name="Json">On one line.</param>
internal readonly record struct SpooledMessage(ushort Packet, UInt128 Identity, ReadOnlyMemory<byte> Json)
{
    private const int PacketDigits = 4;
    private const int IdentityDigits = 32;
    private const int SumDigits = 16;
    private const int HeadLength = PacketDigits + 1 + IdentityDigits + 1 + SumDigits + 1;

    /// <summary>Bytes of its line, with the end.</summary>
    public int Length => HeadLength + Json.Length + 1;

    public static UInt128 IdentityOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    public void AppendTo(MemoryStream lines)
    {
        lines.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Packet:x4} {Identity:x32} {SumOf(Json.Span):x16} ")));
        lines.Write(Json.Span);
        lines.WriteByte((byte)'\n');
    }

    /// <summary>Null for a line that was not written to its end.</summary>
    /// <param name="line">Without its end.</param>
    public static SpooledMessage? Find(ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> text = line.Span;
        return text.Length > HeadLength
            && ushort.TryParse(text[..PacketDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort packet)
            && UInt128.TryParse(
                text.Slice(PacketDigits + 1, IdentityDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out UInt128 identity)
            && Utf8Parser.TryParse(
                text.Slice(PacketDigits + 1 + IdentityDigits + 1, SumDigits), out ulong sum, out int digits, 'x')
            && digits == SumDigits
            && sum == SumOf(text[HeadLength..])
            ? new SpooledMessage(packet, identity, line[HeadLength..])
            : null;
    }

    private static ulong SumOf(ReadOnlySpan<byte> json) => (ulong)(IdentityOf(json) >> 64);
}
