using System.Formats.Cbor;

namespace Hallmark.Evidence.Cose;

/// <summary>
/// A COSE_Sign1 message (RFC 9052 section 4.2), bytes kept exactly as received:
/// <code>
/// d2                    tag 18 (may be absent where the context fixes the type)
/// 84                    array of four
///   bstr                protected header: the encoded map, or zero bytes for the empty map
///   map                 unprotected header
///   bstr | f6           payload, or nil where it is detached
///   bstr                signature, r || s
/// </code>
/// </summary>
public sealed record CoseSign1(
    ReadOnlyMemory<byte> Protected, ReadOnlyMemory<byte> Unprotected, ReadOnlyMemory<byte>? Payload, ReadOnlyMemory<byte> Signature)
{
    private const ulong Tag = 18;
    private const ulong Null = 22;
    private static readonly byte[] EmptyMap = [0xa0];

    /// <summary>Signs; the unprotected header starts empty.</summary>
    /// <param name="detached">Whether the payload is left out of the message (it is signed all the same).</param>
    public static CoseSign1 Sign(ISigner signer, CoseHeaders headers, ReadOnlySpan<byte> payload, bool detached = false)
    {
        byte[] protectedHeader = headers.ToBytes();
        byte[] signature = signer.Sign(SigStructure(protectedHeader, [], payload));
        // The cast matters: a null array would convert to an empty payload, not to none.
        return new CoseSign1(protectedHeader, EmptyMap, detached ? (ReadOnlyMemory<byte>?)null : payload.ToArray(), signature);
    }

    /// <summary>The bytes that are signed: ["Signature1", protected, external_aad, payload] (RFC 9052 section 4.4).</summary>
    public static byte[] SigStructure(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload) =>
        WriteSigStructure(protectedHeader, externalData, payload).Finish();

    private static CborBuffer WriteSigStructure(
        ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload)
    {
        // A protected header sent as the encoded empty map is signed as zero bytes.
        ReadOnlySpan<byte> signedHeader = protectedHeader.SequenceEqual(EmptyMap) ? [] : protectedHeader;
        int size = 12 + CborBuffer.BytesSize(signedHeader.Length)
            + CborBuffer.BytesSize(externalData.Length) + CborBuffer.BytesSize(payload.Length);
        var structure = new CborBuffer(size);
        structure.Head(CborMajor.Array, 4);
        structure.Text("Signature1");
        structure.Bytes(signedHeader);
        structure.Bytes(externalData);
        structure.Bytes(payload);
        return structure;
    }

    /// <summary>Verifies with an attached payload, or with the given one where it is detached.</summary>
    public bool Verify(VerificationKey key, ReadOnlySpan<byte> detachedPayload = default, ReadOnlySpan<byte> externalData = default)
    {
        CoseAlgorithm? algorithm = CoseAlgorithm.Find(CoseHeaders.Read(Protected).Algorithm ?? 0);
        ReadOnlySpan<byte> signed = Payload is { } payload ? payload.Span : detachedPayload;
        return algorithm is not null && key.Verify(algorithm, SigStructure(Protected.Span, externalData, signed), Signature.Span);
    }

    public byte[] ToBytes()
    {
        int payloadSize = Payload is { } attached ? CborBuffer.BytesSize(attached.Length) : 1;
        var message = new CborBuffer(
            2 + CborBuffer.BytesSize(Protected.Length) + Unprotected.Length + payloadSize + CborBuffer.BytesSize(Signature.Length));
        message.Head(CborMajor.Tag, Tag);
        message.Head(CborMajor.Array, 4);
        message.Bytes(Protected.Span);
        message.Raw(Unprotected.Span);
        if (Payload is { } payload)
        {
            message.Bytes(payload.Span);
        }
        else
        {
            message.Head(CborMajor.Simple, Null);
        }
        message.Bytes(Signature.Span);
        return message.Finish();
    }

    /// <param name="bytes">One message and nothing after it.</param>
    /// <param name="requireTag">Whether tag 18 must be there; another tag is always refused.</param>
    /// <exception cref="MalformedException">Not such a message.</exception>
    public static CoseSign1 Read(ReadOnlyMemory<byte> bytes, bool requireTag = true)
    {
        try
        {
            CborDepth.Check(bytes, "COSE_Sign1");
            var reader = new CborReader(bytes, CborConformanceMode.Strict);
            if (reader.PeekState() == CborReaderState.Tag ? (ulong)reader.ReadTag() != Tag : requireTag)
            {
                throw new MalformedException("COSE_Sign1", "does not start with tag 18");
            }
            if (reader.ReadStartArray() != 4)
            {
                throw new MalformedException("COSE_Sign1", "is not an array of four");
            }
            ReadOnlyMemory<byte> protectedHeader = reader.ReadDefiniteLengthByteString();
            ReadOnlyMemory<byte> unprotected = reader.PeekState() == CborReaderState.StartMap
                ? reader.ReadEncodedValue()
                : throw new MalformedException("COSE_Sign1", "has no unprotected header map");
            ReadOnlyMemory<byte>? payload = null;
            if (reader.PeekState() == CborReaderState.Null)
            {
                reader.ReadNull();
            }
            else
            {
                payload = reader.ReadDefiniteLengthByteString();
            }
            ReadOnlyMemory<byte> signature = reader.ReadDefiniteLengthByteString();
            reader.ReadEndArray();
            return reader.BytesRemaining == 0
                ? new CoseSign1(protectedHeader, unprotected, payload, signature)
                : throw new MalformedException("COSE_Sign1", "is followed by more bytes");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new MalformedException("COSE_Sign1", "is not well-formed CBOR of a tagged COSE_Sign1 message");
        }
    }
}
