using System.Formats.Cbor;
using System.Text;

namespace Hallmark.Evidence;

/// <summary>
/// Reads one deterministic CBOR map with text keys from untrusted bytes. Every getter takes its field out, so that
/// <see cref="End"/> can refuse fields nobody asked for; every failure is a <see cref="MalformedException"/> naming the field.
/// </summary>
public sealed class CborMap
{
    private const int FieldLimit = 64;
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Field[] _fields;

    private CborMap(string name, ReadOnlyMemory<byte> bytes, Field[] fields)
    {
        _name = name;
        _bytes = bytes;
        _fields = fields;
    }

    private delegate T Reader<T>(ref CborScanner scanner);

    /// <param name="bytes">Exactly one map; trailing bytes are refused.</param>
    /// <param name="name">What the map is, for messages.</param>
    public static CborMap Read(ReadOnlyMemory<byte> bytes, string name)
    {
        try
        {
            var scanner = new CborScanner(bytes.Span);
            ulong count = scanner.Head(CborMajor.Map);
            if (count > FieldLimit)
            {
                throw new MalformedException(name, $"has {count} fields, more than {FieldLimit}");
            }
            var fields = new Field[count];
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = ReadField(ref scanner);
                if (i > 0 && !CborScanner.InOrder(Encoded(bytes, fields[i - 1]), Encoded(bytes, fields[i])))
                {
                    throw new CborContentException("has keys out of order");
                }
            }
            return scanner.AtEnd ? new CborMap(name, bytes, fields) : throw new MalformedException(name, "is followed by more bytes");
        }
        catch (CborTooDeepException e)
        {
            throw new MalformedException(name, e.Message);
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            throw new MalformedException(name, "is not a deterministic CBOR map with text keys");
        }
    }

    public bool Has(string key) => Find(key) >= 0;

    public string Text(string key, int maxLength = 256)
    {
        Field field = Take(key);
        var scanner = new CborScanner(ValueOf(field));
        try
        {
            return BoundedText(ref scanner, key, maxLength);
        }
        catch (InvalidOperationException)
        {
            throw Bad(key, "is not a text");
        }
    }

    public string? OptionalText(string key, int maxLength = 256) => Has(key) ? Text(key, maxLength) : null;

    public long Integer(string key, long minimum = 0, long maximum = long.MaxValue)
    {
        long value = Value(key, "an integer", static (ref scanner) => scanner.Integer());
        return value >= minimum && value <= maximum ? value : throw Bad(key, $"is {value}, outside {minimum} to {maximum}");
    }

    public long? OptionalInteger(string key, long minimum = 0, long maximum = long.MaxValue) =>
        Has(key) ? Integer(key, minimum, maximum) : null;

    public ulong Unsigned(string key) => Value(key, "an unsigned integer", static (ref scanner) => scanner.Head(CborMajor.Unsigned));

    public bool Boolean(string key) => Value(key, "true or false", static (ref scanner) => scanner.Boolean());

    public byte[] Bytes(string key, int maxLength = ushort.MaxValue)
    {
        byte[] value = Value(key, "a byte string", static (ref scanner) => scanner.Bytes().ToArray());
        return value.Length <= maxLength ? value : throw Bad(key, $"has {value.Length} bytes, more than {maxLength}");
    }

    public byte[]? OptionalBytes(string key, int maxLength = ushort.MaxValue) => Has(key) ? Bytes(key, maxLength) : null;

    public Digest Digest(string key)
    {
        Field field = Take(key);
        var scanner = new CborScanner(ValueOf(field));
        try
        {
            return ReadDigest(ref scanner, key);
        }
        catch (InvalidOperationException)
        {
            throw Bad(key, "is not a digest");
        }
    }

    public Digest? OptionalDigest(string key) => Has(key) ? Digest(key) : null;

    public CborMap Map(string key)
    {
        Field field = Take(key);
        return Read(_bytes.Slice(field.Value, field.End - field.Value), $"{_name}.{key}");
    }

    public CborMap? OptionalMap(string key) => Has(key) ? Map(key) : null;

    public IReadOnlyList<string> Texts(string key, int maxCount, int maxLength = 256) =>
        List(key, maxCount, "a list of texts", (ref scanner) => BoundedText(ref scanner, key, maxLength));

    public IReadOnlyList<string>? OptionalTexts(string key, int maxCount, int maxLength = 256) =>
        Has(key) ? Texts(key, maxCount, maxLength) : null;

    public IReadOnlyList<long> Integers(string key, int maxCount) =>
        List(key, maxCount, "a list of integers", static (ref scanner) => scanner.Integer());

    public IReadOnlyList<Digest> Digests(string key, int maxCount) =>
        List(key, maxCount, "a list of digests", (ref scanner) => ReadDigest(ref scanner, key));

    public IReadOnlyList<CborMap> Maps(string key, int maxCount)
    {
        Field field = Peek(key);
        int index = 0;
        return List(key, maxCount, "a list of maps", (ref scanner) =>
        {
            int start = field.Value + scanner.At;
            return Read(_bytes.Slice(start, scanner.Skip().Length), $"{_name}.{key}[{index++}]");
        });
    }

    /// <summary>Refuses what was not read.</summary>
    public void End()
    {
        foreach (Field field in _fields)
        {
            if (!field.Taken)
            {
                throw Bad(KeyOf(field), "is not a known field");
            }
        }
    }

    private static Field ReadField(ref CborScanner scanner)
    {
        int start = scanner.At;
        int keyLength = scanner.Text().Length;
        int value = scanner.At;
        scanner.Skip(depth: 1);
        return new Field(start, value - keyLength, value, scanner.At, Taken: false);
    }

    private static ReadOnlySpan<byte> Encoded(ReadOnlyMemory<byte> bytes, Field field) => bytes.Span[field.Start..field.Value];

    private MalformedException Bad(string key, string reason) => new($"{_name}.{MalformedException.Printable(key)}", reason);

    private string BoundedText(ref CborScanner scanner, string key, int maxLength)
    {
        string value = Encoding.UTF8.GetString(scanner.Text());
        return value.Length <= maxLength ? value : throw Bad(key, $"has {value.Length} characters, more than {maxLength}");
    }

    private Digest ReadDigest(ref CborScanner scanner, string key)
    {
        ReadOnlySpan<byte> value = scanner.Bytes();
        return value.Length == Evidence.Digest.Size
            ? Evidence.Digest.FromBytes(value)
            : throw Bad(key, $"has {value.Length} bytes, a digest has {Evidence.Digest.Size}");
    }

    private IReadOnlyList<T> List<T>(string key, int maxCount, string what, Reader<T> item) => Value(key, what, (ref scanner) =>
    {
        int count = scanner.Count(CborMajor.Array);
        if (count > maxCount)
        {
            throw Bad(key, $"has {count} items, more than {maxCount}");
        }
        var items = new T[count];
        for (int i = 0; i < count; i++)
        {
            items[i] = item(ref scanner);
        }
        return (IReadOnlyList<T>)items;
    });

    private T Value<T>(string key, string what, Reader<T> read)
    {
        var scanner = new CborScanner(ValueOf(Take(key)));
        try
        {
            return read(ref scanner);
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Bad(key, $"is not {what}");
        }
    }

    private Field Take(string key)
    {
        Field field = Peek(key);
        _fields[Find(key)] = field with { Taken = true };
        return field;
    }

    private Field Peek(string key) => Find(key) is >= 0 and int place ? _fields[place] : throw Bad(key, "is missing");

    private int Find(string key)
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        for (int i = 0; i < _fields.Length; i++)
        {
            ref readonly Field field = ref _fields[i];
            if (!field.Taken && Is(bytes[field.Key..field.Value], key))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Only beyond ASCII is UTF-8 longer than its characters.</summary>
    private static bool Is(ReadOnlySpan<byte> utf8, string key) =>
        utf8.Length == key.Length
            ? Ascii.Equals(utf8, key)
            : utf8.Length > key.Length && !Ascii.IsValid(key) && Encoding.UTF8.GetString(utf8) == key;

    private ReadOnlySpan<byte> ValueOf(Field field) => _bytes.Span[field.Value..field.End];

    private string KeyOf(Field field) => Encoding.UTF8.GetString(_bytes.Span[field.Key..field.Value]);

    /// <summary>Offsets: of the encoded key, of its UTF-8, of the value, behind it.</summary>
    private readonly record struct Field(int Start, int Key, int Value, int End, bool Taken);
}
