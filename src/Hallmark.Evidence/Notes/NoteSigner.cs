using System.Formats.Asn1;
using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Notes;

/// <summary>Signs the text of notes. A seam: logs sign with keys of several kinds.</summary>
public interface INoteSigner
{
    NoteKey Key { get; }

    NoteSignature Sign(string text);
}

/// <summary>Signs notes with Ed25519 over the text alone (signature type 01), as logs do; a witness cosigns instead.</summary>
public sealed class Ed25519NoteSigner(string name, Ed25519Key key) : INoteSigner
{
    public NoteKey Key { get; } = NoteKey.Of(name, NoteKeyType.Ed25519, key.PublicKey);

    public NoteSignature Sign(string text) => new(Key.Name, Key.Id, key.Sign(NoteText.Encode(text)));
}

/// <summary>Signature type 02, with a ledger's or member's own P-256 key.</summary>
public sealed class EcdsaNoteSigner(string name, ISigner signer) : INoteSigner
{
    public NoteKey Key { get; } = NoteKey.Of(name, signer.PublicKey);

    public NoteSignature Sign(string text) => new(Key.Name, Key.Id, ToDer(signer.Sign(NoteText.Encode(text))));

    /// <summary>From r || s, as COSE has it, to SEQUENCE { INTEGER r, INTEGER s }, as notes have it.</summary>
    private static byte[] ToDer(ReadOnlySpan<byte> signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteInteger(writer, signature[..(signature.Length / 2)]);
            WriteInteger(writer, signature[(signature.Length / 2)..]);
        }
        return writer.Encode();
    }

    /// <summary>Leading zero bytes are not DER.</summary>
    private static void WriteInteger(AsnWriter writer, ReadOnlySpan<byte> value) => writer.WriteIntegerUnsigned(value.TrimStart((byte)0));
}
