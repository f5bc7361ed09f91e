using System.Formats.Cbor;

namespace Hallmark.Evidence;

/// <summary>
/// Reads one deterministic CBOR map with text keys from untrusted bytes. Every getter takes its field out, so that
/// <see cref="End"/> can refuse fields nobody asked for; every failure is a <see cref="MalformedException"/> naming the field.
/// </summary>
public sealed class CborMap
{
    private const int FieldLimit = 64;
    private readonly string _name;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _fields;

    private CborMap(string name, Dictionary<string, ReadOnlyMemory<byte>> fields)
    {
        _name = name;
        _fields = fields;
    }

    /// <param name="bytes">Exactly one map; trailing bytes are refused.</param>
    /// <param name="name">What the map is, for messages.</param>
    public static CborMap Read(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            CborDepth.Check(bytes, name);
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            int count = reader.ReadStartMap() ?? throw new MalformedException(name, "has no definite length");
            if (count > FieldLimit)
            {
                throw new MalformedException(name, $"has {count} fields, more than {FieldLimit}");
            }
            var fields = new Dictionary<string, ReadOnlyMemory<byte>>(count, StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
            {
                fields.Add(reader.ReadTextString(), reader.ReadEncodedValue());
            }
            reader.ReadEndMap();
            return reader.BytesRemaining == 0 ? new CborMap(name, fields) : throw new MalformedException(name, "is followed by more bytes");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new MalformedException(name, "is not a deterministic CBOR map with text keys");
        }
    }

    public bool Has(string key) => _fields.ContainsKey(key);

    public string Text(string key, int maxLength = 256) => Take(key, "a text", reader => BoundedText(reader, key, maxLength));

    public string? OptionalText(string key, int maxLength = 256) => Has(key) ? Text(key, maxLength) : null;

    public long Integer(string key, long minimum = 0, long maximum = long.MaxValue)
    {
        long value = Take(key, "an integer", reader => reader.ReadInt64());
        return value >= minimum && value <= maximum ? value : throw Bad(key, $"is {value}, outside {minimum} to {maximum}");
    }

    public ulong Unsigned(string key) => Take(key, "an unsigned integer", reader => reader.ReadUInt64());

    public bool Boolean(string key) => Take(key, "true or false", reader => reader.ReadBoolean());

    public byte[] Bytes(string key, int maxLength = ushort.MaxValue)
    {
        byte[] value = Take(key, "a byte string", reader => reader.ReadByteString());
        return value.Length <= maxLength ? value : throw Bad(key, $"has {value.Length} bytes, more than {maxLength}");
    }

    public Digest Digest(string key) => Take(key, "a digest", reader => ReadDigest(reader, key));

    public Digest? OptionalDigest(string key) => Has(key) ? Digest(key) : null;

    public CborMap Map(string key)
    {
        ReadOnlyMemory<byte> value = Take(key);
        return Read(value, $"{_name}.{key}");
    }

    public CborMap? OptionalMap(string key) => Has(key) ? Map(key) : null;

    public IReadOnlyList<string> Texts(string key, int maxCount, int maxLength = 256) =>
        List(key, maxCount, "a list of texts", reader => BoundedText(reader, key, maxLength));

    public IReadOnlyList<long> Integers(string key, int maxCount) => List(key, maxCount, "a list of integers", reader => reader.ReadInt64());

    public IReadOnlyList<Digest> Digests(string key, int maxCount) => List(key, maxCount, "a list of digests", reader => ReadDigest(reader, key));

    public IReadOnlyList<CborMap> Maps(string key, int maxCount)
    {
        int index = 0;
        return List(key, maxCount, "a list of maps", reader => Read(reader.ReadEncodedValue(), $"{_name}.{key}[{index++}]"));
    }

    /// <summary>Refuses what was not read.</summary>
    public void End()
    {
        if (_fields.Count > 0)
        {
            throw Bad(_fields.Keys.Order(StringComparer.Ordinal).First(), "is not a known field");
        }
    }

    private MalformedException Bad(string key, string reason) => new($"{_name}.{MalformedException.Printable(key)}", reason);

    private string BoundedText(CborReader reader, string key, int maxLength)
    {
        string value = reader.ReadTextString();
        return value.Length <= maxLength ? value : throw Bad(key, $"has {value.Length} characters, more than {maxLength}");
    }

    private Digest ReadDigest(CborReader reader, string key)
    {
        byte[] value = reader.ReadByteString();
        return value.Length == Evidence.Digest.Size
            ? Evidence.Digest.FromBytes(value)
            : throw Bad(key, $"has {value.Length} bytes, a digest has {Evidence.Digest.Size}");
    }

    private IReadOnlyList<T> List<T>(string key, int maxCount, string what, Func<CborReader, T> item) => Take(key, what, reader =>
    {
        int count = reader.ReadStartArray() ?? 0;
        if (count > maxCount)
        {
            throw Bad(key, $"has {count} items, more than {maxCount}");
        }
        var items = new List<T>();
        for (int i = 0; i < count; i++)
        {
            items.Add(item(reader));
        }
        reader.ReadEndArray();
        return (IReadOnlyList<T>)items;
    });

    private ReadOnlyMemory<byte> Take(string key) => _fields.Remove(key, out ReadOnlyMemory<byte> value) ? value : throw Bad(key, "is missing");

    private T Take<T>(string key, string what, Func<CborReader, T> read)
    {
        ReadOnlyMemory<byte> value = Take(key);
        try
        {
            return read(new CborReader(value, CborConformanceMode.Canonical));
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Bad(key, $"is not {what}");
        }
    }
}
