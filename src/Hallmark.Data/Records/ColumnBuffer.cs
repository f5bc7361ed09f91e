namespace Hallmark.Data.Records;

/// <summary>
/// The cells of one column, appended one by one. Numbers, booleans, dates and times are kept as 64 bits (doubles canonical, see
/// <see cref="RecordFormat"/>), texts as strings. Adding a value of another type than the column's is a misuse.
/// </summary>
public sealed class ColumnBuffer
{
    private ulong[] _bits = [];
    private string?[] _texts = [];
    private bool[] _present;

    internal ColumnBuffer(ColumnType type, int capacity)
    {
        Type = type;
        _present = new bool[capacity];
        Grow(capacity);
    }

    public ColumnType Type { get; }

    public int Count { get; private set; }

    public int MissingCount { get; private set; }

    /// <summary>Value bits of each cell, 0 where missing; empty for a text column.</summary>
    internal ReadOnlySpan<ulong> Bits => _bits.AsSpan(0, Type == ColumnType.Text ? 0 : Count);

    /// <summary>Texts of each cell, null where missing; empty for other columns.</summary>
    internal ReadOnlySpan<string?> Texts => _texts.AsSpan(0, Type == ColumnType.Text ? Count : 0);

    internal ReadOnlySpan<bool> Present => _present.AsSpan(0, Count);

    public void Add(double value) => AddBits(ColumnType.Float64, RecordFormat.CanonicalBits(value));

    public void Add(long value) => AddBits(ColumnType.Int64, unchecked((ulong)value));

    public void Add(bool value) => AddBits(ColumnType.Boolean, value ? 1UL : 0);

    /// <summary>Adds a date or time to a column of that type: days or microseconds since 1970.</summary>
    public void AddMoment(long value)
    {
        if (!MomentText.IsInRange(Type, value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), "It lies beyond the years 1 to 9999.");
        }
        AddBits(Type is ColumnType.Date or ColumnType.DateTime or ColumnType.Instant ? Type : ColumnType.Instant, unchecked((ulong)value));
    }

    public void Add(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Expect(ColumnType.Text);
        Grow(Count + 1);
        _texts[Count] = value;
        _present[Count++] = true;
    }

    public void AddMissing()
    {
        Grow(Count + 1);
        if (Type == ColumnType.Text)
        {
            _texts[Count] = null;
        }
        else
        {
            _bits[Count] = 0;
        }
        _present[Count++] = false;
        MissingCount++;
    }

    /// <summary>Appends cells of another column of the same type.</summary>
    internal void AddRange(ColumnBuffer other, int first, int count)
    {
        Expect(other.Type);
        Grow(Count + count);
        if (Type == ColumnType.Text)
        {
            other._texts.AsSpan(first, count).CopyTo(_texts.AsSpan(Count));
        }
        else
        {
            other._bits.AsSpan(first, count).CopyTo(_bits.AsSpan(Count));
        }
        other._present.AsSpan(first, count).CopyTo(_present.AsSpan(Count));
        MissingCount += other.Present.Slice(first, count).Count(false);
        Count += count;
    }

    public bool IsMissing(int record) => !Present[record];

    /// <summary>The cell as a number: NaN when missing, 0 or 1 for a boolean; integers beyond 2^53 are rounded.</summary>
    /// <exception cref="InvalidOperationException">A column of texts, dates or times.</exception>
    public double Number(int record) => Type switch
    {
        _ when !Present[record] && Type is ColumnType.Float64 or ColumnType.Int64 or ColumnType.Boolean => double.NaN,
        ColumnType.Float64 => BitConverter.UInt64BitsToDouble(Bits[record]),
        ColumnType.Int64 => unchecked((long)Bits[record]),
        ColumnType.Boolean => Bits[record],
        _ => throw new InvalidOperationException("A text, date or time is not a number."),
    };

    /// <summary>The cell of a column of dates or times as days since 1970 and parts of them; NaN when missing.</summary>
    /// <exception cref="InvalidOperationException">A column of another type.</exception>
    public double Days(int record) => Type switch
    {
        ColumnType.Date or ColumnType.DateTime or ColumnType.Instant when !Present[record] => double.NaN,
        ColumnType.Date => unchecked((long)Bits[record]),
        ColumnType.DateTime or ColumnType.Instant => unchecked((long)Bits[record]) / (double)TimeSpan.MicrosecondsPerDay,
        _ => throw new InvalidOperationException("It holds no dates or times."),
    };

    /// <summary>The cell of a column of whole numbers, all of its 64 bits; 0 when missing.</summary>
    /// <exception cref="InvalidOperationException">A column of another type.</exception>
    public long Integer(int record) =>
        Type == ColumnType.Int64 ? unchecked((long)Bits[record]) : throw new InvalidOperationException("It holds no whole numbers.");

    /// <summary>The cell as text (see <see cref="CellText"/>), or null when missing.</summary>
    public string? Text(int record) => !Present[record] ? null : Type switch
    {
        ColumnType.Float64 => CellText.Of(BitConverter.UInt64BitsToDouble(Bits[record])),
        ColumnType.Int64 => CellText.Of(unchecked((long)Bits[record])),
        ColumnType.Boolean => CellText.Of(Bits[record] == 1),
        ColumnType.Text => Texts[record],
        _ => MomentText.Of(Type, unchecked((long)Bits[record])),
    };

    private void AddBits(ColumnType type, ulong bits)
    {
        Expect(type);
        Grow(Count + 1);
        _bits[Count] = bits;
        _present[Count++] = true;
    }

    private void Expect(ColumnType type)
    {
        if (type != Type)
        {
            throw new InvalidOperationException($"A {SchemaFormat.NameOf(Type)} column takes no {SchemaFormat.NameOf(type)}.");
        }
    }

    private void Grow(int needed)
    {
        int capacity = Type == ColumnType.Text ? _texts.Length : _bits.Length;
        if (needed <= capacity)
        {
            return;
        }
        capacity = Math.Max(needed, capacity * 2);
        Array.Resize(ref _present, capacity);
        if (Type == ColumnType.Text)
        {
            Array.Resize(ref _texts, capacity);
        }
        else
        {
            Array.Resize(ref _bits, capacity);
        }
    }
}
