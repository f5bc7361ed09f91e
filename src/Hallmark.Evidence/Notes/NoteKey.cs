using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Notes;

/// <summary>Signature types of C2SP signed-note that Hallmark knows.</summary>
public enum NoteKeyType
{
    /// <summary>Ed25519 over the note's text.</summary>
    Ed25519 = 1,

    /// <summary>ECDSA on P-256 with SHA-256 over the note's text, in DER.</summary>
    Ecdsa = 2,

    /// <summary>A witness's Ed25519 signature over time and checkpoint: see <see cref="Cosignature"/>.</summary>
    Cosignature = 4,
}

/// <summary>
/// A public key by which notes are signed, under a name. Its text, the vkey, is <c>name+8 hexadecimal digits of the id+base64(type
/// || key)</c>; the key is 32 bytes of Ed25519 or, for ECDSA, a SubjectPublicKeyInfo in DER.
/// </summary>
public sealed record NoteKey
{
    private const int TextLimit = 1024;

    private NoteKey(string name, NoteKeyType type, byte[] publicKey)
    {
        Name = name;
        Type = type;
        PublicKey = publicKey;
        // C2SP signed-note: the id of an ECDSA key is the key's own and leaves out name and type.
        byte[] identified = type == NoteKeyType.Ecdsa ? publicKey : [.. NoteText.Encode(name), (byte)'\n', (byte)type, .. publicKey];
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(identified));
    }

    public string Name { get; }

    public NoteKeyType Type { get; }

    public byte[] PublicKey { get; }

    /// <summary>Tells keys of one name apart; it identifies, it does not prove.</summary>
    public uint Id { get; }

    /// <exception cref="MalformedException">A name or a key that cannot be one.</exception>
    public static NoteKey Of(string name, NoteKeyType type, byte[] publicKey)
    {
        if (!NoteText.IsName(name))
        {
            throw new MalformedException(
                "note key name", $"is '{MalformedException.Printable(name)}'; it must not be empty nor hold white space or '+'");
        }
        if (type == NoteKeyType.Ecdsa)
        {
            using ECDsa _ = ImportP256(publicKey);
        }
        else if (publicKey.Length != Ed25519PublicKey.Size || type is not (NoteKeyType.Ed25519 or NoteKeyType.Cosignature))
        {
            throw new MalformedException(
                "note key",
                $"has type {(int)type} and {publicKey.Length} bytes; types 1 and 4 of {Ed25519PublicKey.Size} bytes are known, and 2");
        }
        return new NoteKey(name, type, publicKey);
    }

    /// <exception cref="MalformedException">The key is not on P-256, or the name cannot be one.</exception>
    public static NoteKey Of(string name, CoseKey key)
    {
        using ECDsa imported = key.Import();
        return Of(name, NoteKeyType.Ecdsa, imported.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The same key as COSE has it; null for Ed25519, with which no ledger is sealed.</summary>
    public CoseKey? ToCoseKey()
    {
        if (Type != NoteKeyType.Ecdsa)
        {
            return null;
        }
        using ECDsa imported = ImportP256(PublicKey);
        return CoseKey.From(imported);
    }

    /// <summary>Reads a vkey.</summary>
    /// <exception cref="MalformedException">Not such a text, or its id is not the key's.</exception>
    public static NoteKey Parse(string text)
    {
        string[] parts = text.Length <= TextLimit ? text.Split('+', 3) : [];
        if (parts.Length != 3 || parts[1].Length != 8 || NoteText.Base64(parts[2]) is not { Length: > 1 } bytes
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint id))
        {
            throw new MalformedException("note key", "is not name+8 hexadecimal digits+base64");
        }
        var key = Of(parts[0], (NoteKeyType)bytes[0], bytes[1..]);
        return key.Id == id ? key : throw new MalformedException("note key", $"has id {key.Id:x8}, its text says {id:x8}");
    }

    public string ToText() => $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Type, .. PublicKey])}";

    public bool Equals(NoteKey? other) =>
        other is not null && Name == other.Name && Type == other.Type && PublicKey.AsSpan().SequenceEqual(other.PublicKey);

    public override int GetHashCode() => unchecked((int)Id);

    public override string ToString() => ToText();

    /// <exception cref="MalformedException">Not a P-256 key in DER and nothing behind it.</exception>
    internal static ECDsa ImportP256(ReadOnlySpan<byte> info)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(info, out int read);
            if (read == info.Length && CoseKey.From(key).Curve == CoseKey.P256)
            {
                return key;
            }
        }
        catch (Exception e) when (e is CryptographicException or MalformedException)
        {
            // Told below, like the rest.
        }
        key.Dispose();
        throw new MalformedException("note key", "is not a P-256 key as SubjectPublicKeyInfo in DER");
    }
}
