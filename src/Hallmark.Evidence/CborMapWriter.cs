namespace Hallmark.Evidence;

/// <summary>
/// Writes one deterministic CBOR map with text keys (RFC 8949 section 4.2.1: shortest lengths, definite lengths, keys in
/// bytewise order of their encodings). Fields may be added in any order; absent values are left out, never written as null.
/// </summary>
public sealed class CborMapWriter
{
    private const int InitialCapacity = 128;

    // Keys and values as they came, one after the other; the fields say where, in the order of their encoded keys.
    private readonly CborBuffer _buffer = new(InitialCapacity);
    private readonly List<Field> _fields = new(8);

    public CborMapWriter Text(string key, string? value)
    {
        if (value is not null)
        {
            int start = Begin(key);
            _buffer.Text(value);
            End(start);
        }
        return this;
    }

    public CborMapWriter Integer(string key, long? value)
    {
        if (value is not null)
        {
            int start = Begin(key);
            _buffer.Integer(value.Value);
            End(start);
        }
        return this;
    }

    public CborMapWriter Integer(string key, ulong value)
    {
        int start = Begin(key);
        _buffer.Head(CborMajor.Unsigned, value);
        return End(start);
    }

    public CborMapWriter Boolean(string key, bool value)
    {
        int start = Begin(key);
        _buffer.Boolean(value);
        return End(start);
    }

    public CborMapWriter Digest(string key, Digest? value)
    {
        if (value is not null)
        {
            int start = Begin(key);
            _buffer.Digest(value.Value);
            End(start);
        }
        return this;
    }

    public CborMapWriter Bytes(string key, byte[]? value)
    {
        if (value is not null)
        {
            int start = Begin(key);
            _buffer.Bytes(value);
            End(start);
        }
        return this;
    }

    public CborMapWriter Map(string key, CborMapWriter? value)
    {
        if (value is not null)
        {
            int start = Begin(key);
            value.WriteTo(_buffer);
            End(start);
        }
        return this;
    }

    public CborMapWriter Texts(string key, IEnumerable<string>? values) =>
        values is null ? this : List(key, values, static (buffer, value) => buffer.Text(value));

    public CborMapWriter Integers(string key, IEnumerable<long> values) =>
        List(key, values, static (buffer, value) => buffer.Integer(value));

    public CborMapWriter Digests(string key, IEnumerable<Digest> values) =>
        List(key, values, static (buffer, value) => buffer.Digest(value));

    public CborMapWriter Maps(string key, IEnumerable<CborMapWriter> values) =>
        List(key, values, static (buffer, value) => value.WriteTo(buffer));

    public byte[] ToBytes()
    {
        var map = new CborBuffer(CborBuffer.HeadSize((ulong)_fields.Count) + _buffer.Length);
        WriteTo(map);
        return map.Finish();
    }

    private void WriteTo(CborBuffer target)
    {
        target.Head(CborMajor.Map, (ulong)_fields.Count);
        foreach (Field field in _fields)
        {
            target.Raw(_buffer.Slice(field.Start, field.Length));
        }
    }

    private CborMapWriter List<T>(string key, IEnumerable<T> values, Action<CborBuffer, T> write)
    {
        IReadOnlyCollection<T> items = values as IReadOnlyCollection<T> ?? [.. values];
        int start = Begin(key);
        _buffer.Head(CborMajor.Array, (ulong)items.Count);
        foreach (T item in items)
        {
            write(_buffer, item);
        }
        return End(start);
    }

    /// <summary>Writes the key; its value follows, and then <see cref="End"/>.</summary>
    private int Begin(string key)
    {
        int start = _buffer.Length;
        _buffer.Text(key);
        int keyLength = _buffer.Length - start;
        ReadOnlySpan<byte> encoded = _buffer.Slice(start, keyLength);
        int place = _fields.Count;
        while (place > 0 && !CborScanner.InOrder(KeyOf(_fields[place - 1]), encoded))
        {
            place--;
        }
        if (place < _fields.Count && KeyOf(_fields[place]).SequenceEqual(encoded))
        {
            throw new ArgumentException($"The field '{key}' is there already.", nameof(key));
        }
        _fields.Insert(place, new Field(start, keyLength, 0));
        return place;
    }

    /// <summary>Notes where the value of the field at <paramref name="place"/> ends.</summary>
    private CborMapWriter End(int place)
    {
        Field field = _fields[place];
        _fields[place] = field with { Length = _buffer.Length - field.Start };
        return this;
    }

    private ReadOnlySpan<byte> KeyOf(Field field) => _buffer.Slice(field.Start, field.KeyLength);

    /// <summary>Where an encoded key and its value lie in the buffer.</summary>
    private readonly record struct Field(int Start, int KeyLength, int Length);
}
