using System.Formats.Cbor;

namespace Hallmark.Evidence.Cose;

/// <summary>
/// CWT claims in a COSE header (RFC 9597): 1 iss, 2 sub, 3 aud, 6 iat (whole seconds since 1970-01-01 UTC), 7 cti, and of our
/// own (private use, below -65536) -65537, the size of the tree whose root is signed.
/// </summary>
public sealed record CwtClaims
{
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public string? Audience { get; init; }

    public long? IssuedAt { get; init; }

    public byte[]? TokenId { get; init; }

    /// <summary>
    /// Number of leaves under a signed root. RFC 9942 signs the root alone, and one path can lead to one root from several
    /// positions (leaf 6 of 7 and leaf 3 of 4, say): only with the size is the position proven too.
    /// </summary>
    public ulong? TreeSize { get; init; }

    private const int TreeSizeLabel = -65537;

    internal void Write(CborWriter writer)
    {
        writer.WriteStartMap(null);
        writer.WriteInt32(1);
        writer.WriteTextString(Issuer);
        writer.WriteInt32(2);
        writer.WriteTextString(Subject);
        if (Audience is not null)
        {
            writer.WriteInt32(3);
            writer.WriteTextString(Audience);
        }
        if (IssuedAt is not null)
        {
            writer.WriteInt32(6);
            writer.WriteInt64(IssuedAt.Value);
        }
        if (TokenId is not null)
        {
            writer.WriteInt32(7);
            writer.WriteByteString(TokenId);
        }
        if (TreeSize is not null)
        {
            writer.WriteInt32(TreeSizeLabel);
            writer.WriteUInt64(TreeSize.Value);
        }
        writer.WriteEndMap();
    }

    internal static CwtClaims Read(CborReader reader)
    {
        string? issuer = null;
        string? subject = null;
        string? audience = null;
        long? issuedAt = null;
        byte[]? tokenId = null;
        ulong? treeSize = null;
        var labels = new List<long>();
        int count = reader.ReadStartMap() ?? throw new MalformedException("CWT claims", "have no definite length");
        if (count > CoseHeaders.LabelLimit)
        {
            throw new MalformedException("CWT claims", $"are {count}, more than {CoseHeaders.LabelLimit}");
        }
        for (int i = 0; i < count; i++)
        {
            long label = reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger
                ? reader.ReadInt64()
                : SkipKey(reader);
            // The CBOR reader compares encodings, and one number has several.
            if (label != long.MinValue && labels.Contains(label))
            {
                throw new MalformedException("CWT claims", $"have claim {label} twice");
            }
            labels.Add(label);
            switch (label)
            {
                case 1: issuer = reader.ReadTextString(); break;
                case 2: subject = reader.ReadTextString(); break;
                case 3 when reader.PeekState() == CborReaderState.TextString: audience = reader.ReadTextString(); break;
                case 6: issuedAt = reader.ReadInt64(); break;
                case 7: tokenId = reader.ReadByteString(); break;
                case TreeSizeLabel: treeSize = reader.ReadUInt64(); break;
                default: reader.SkipValue(); break;
            }
        }
        reader.ReadEndMap();
        return new CwtClaims
        {
            Issuer = issuer ?? throw new MalformedException("CWT claims", "have no issuer (1)"),
            Subject = subject ?? throw new MalformedException("CWT claims", "have no subject (2)"),
            Audience = audience,
            IssuedAt = issuedAt,
            TokenId = tokenId,
            TreeSize = treeSize,
        };
    }

    private static long SkipKey(CborReader reader)
    {
        reader.SkipValue();
        return long.MinValue;
    }
}
