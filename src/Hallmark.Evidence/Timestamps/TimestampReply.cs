using System.Formats.Asn1;

namespace Hallmark.Evidence.Timestamps;

/// <summary>An authority's answer: the TimeStampResp of RFC 3161 section 2.4.2.</summary>
/// <param name="Status">0 granted, 1 granted with changes, anything else a refusal.</param>
/// <param name="Words">What the authority says to it, fit for a message; often empty.</param>
/// <param name="Token">There with status 0 and 1 alone.</param>
public sealed record TimestampReply(int Status, string Words, TimestampToken? Token)
{
    private const int GrantedWithChanges = 1;

    /// <exception cref="MalformedException">Not such an answer, or a grant without a token.</exception>
    public static TimestampReply Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new AsnReader(bytes, AsnEncodingRules.BER);
            AsnReader reply = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            AsnReader information = reply.ReadSequence();
            if (!information.TryReadInt32(out int status))
            {
                throw new MalformedException("timestamp reply status", "is not a status");
            }
            string words = ReadWords(information);
            // Without the cast null would become empty memory.
            ReadOnlyMemory<byte>? token = reply.HasData ? (ReadOnlyMemory<byte>?)reply.ReadEncodedValue() : null;
            reply.ThrowIfNotEmpty();
            return new TimestampReply(status, words, ReadToken(status, token));
        }
        catch (AsnContentException)
        {
            throw new MalformedException("timestamp reply", "is not an RFC 3161 answer");
        }
    }

    private static TimestampToken? ReadToken(int status, ReadOnlyMemory<byte>? token) => status is < 0 or > GrantedWithChanges
        ? null
        : TimestampToken.Read(token ?? throw new MalformedException("timestamp reply", "grants a token and holds none"));

    /// <summary>PKIFreeText: the failure bits behind it say less than the words, and are passed over.</summary>
    private static string ReadWords(AsnReader information)
    {
        if (!information.HasData || information.PeekTag() != Asn1Tag.Sequence)
        {
            return "";
        }
        AsnReader texts = information.ReadSequence();
        return texts.HasData ? MalformedException.Printable(texts.ReadCharacterString(UniversalTagNumber.UTF8String)) : "";
    }
}
