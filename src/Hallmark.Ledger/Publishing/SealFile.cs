using Hallmark.Evidence;

namespace Hallmark.Ledger.Publishing;

/// <summary>
/// The newest block's header with its seal, from which receipts for the published tree are put together without a key. Bytes: CBOR
/// map {"format": 1, "header": bstr, "seal": bstr}.
/// </summary>
internal sealed record SealFile(ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Seal)
{
    public const int MaxBytes = 1 << 17;

    public byte[] ToBytes() =>
        new CborMapWriter().Integer("format", 1).Bytes("header", Header.ToArray()).Bytes("seal", Seal.ToArray()).ToBytes();

    /// <exception cref="MalformedException">Not such a map.</exception>
    public static SealFile Read(ReadOnlyMemory<byte> bytes)
    {
        CborMap map = CborMap.Read(bytes, "seal file");
        map.Integer("format", 1, 1);
        var file = new SealFile(map.Bytes("header"), map.Bytes("seal"));
        map.End();
        return file;
    }
}
