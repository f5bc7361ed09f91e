using System.Formats.Cbor;

namespace Hallmark.Evidence;

/// <summary>
/// Writes one deterministic CBOR map with text keys (RFC 8949 section 4.2.1: shortest lengths, definite lengths, keys in
/// bytewise order of their encodings). Fields may be added in any order; absent values are left out, never written as null.
/// </summary>
public sealed class CborMapWriter
{
    private readonly SortedDictionary<string, byte[]> _fields = new(KeyOrder);

    /// <summary>With text keys only, the order of encodings is: shorter first, then bytewise.</summary>
    private static readonly Comparer<string> KeyOrder = Comparer<string>.Create(static (a, b) =>
        a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b));

    public CborMapWriter Text(string key, string? value) => value is null ? this : Add(key, writer => writer.WriteTextString(value));

    public CborMapWriter Integer(string key, long? value) => value is null ? this : Add(key, writer => writer.WriteInt64(value.Value));

    public CborMapWriter Integer(string key, ulong value) => Add(key, writer => writer.WriteUInt64(value));

    public CborMapWriter Boolean(string key, bool value) => Add(key, writer => writer.WriteBoolean(value));

    public CborMapWriter Digest(string key, Digest? value) => value is null ? this : Bytes(key, value.Value.ToArray());

    public CborMapWriter Bytes(string key, byte[]? value) => value is null ? this : Add(key, writer => writer.WriteByteString(value));

    public CborMapWriter Map(string key, CborMapWriter? value) => value is null ? this : Add(key, writer => writer.WriteEncodedValue(value.ToBytes()));

    public CborMapWriter Texts(string key, IEnumerable<string> values) => List(key, values, (writer, value) => writer.WriteTextString(value));

    public CborMapWriter Integers(string key, IEnumerable<long> values) => List(key, values, (writer, value) => writer.WriteInt64(value));

    public CborMapWriter Digests(string key, IEnumerable<Digest> values) => List(key, values, (writer, value) => writer.WriteByteString(value.ToArray()));

    public CborMapWriter Maps(string key, IEnumerable<CborMapWriter> values) =>
        List(key, values, (writer, value) => writer.WriteEncodedValue(value.ToBytes()));

    public byte[] ToBytes()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(_fields.Count);
        foreach ((string key, byte[] value) in _fields)
        {
            writer.WriteTextString(key);
            writer.WriteEncodedValue(value);
        }
        writer.WriteEndMap();
        return writer.Encode();
    }

    private CborMapWriter List<T>(string key, IEnumerable<T> values, Action<CborWriter, T> write)
    {
        T[] items = [.. values];
        return Add(key, writer =>
        {
            writer.WriteStartArray(items.Length);
            foreach (T item in items)
            {
                write(writer, item);
            }
            writer.WriteEndArray();
        });
    }

    private CborMapWriter Add(string key, Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        write(writer);
        _fields.Add(key, writer.Encode());
        return this;
    }
}
