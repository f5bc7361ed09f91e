using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>
/// Rows of a source whose cells say themselves what they are: a text is never taken for a number, however it looks, and a number is the
/// one that was written. Filled by one thread, then typed by another, then used again.
/// </summary>
public sealed class CellRows : IRows
{
    /// <summary>Readers close a piece early once it has so many cells.</summary>
    public const int CellLimit = 1 << 22;

    /// <summary>Readers close a piece early once its texts have so many characters.</summary>
    public const int TextLimit = 32 << 20;

    private static readonly SearchValues<char> WholeNumber = SearchValues.Create("-0123456789");

    private readonly int _fields;
    private readonly bool _isSpelled;
    private readonly ConcurrentBag<CellRows>? _unused;
    private readonly List<long> _positions = [];
    private Cell[] _cells = [];
    private char[] _text = [];

    /// <param name="fields">Cells in each row, at least 1.</param>
    /// <param name="unused">Receives these rows when they are disposed; null where they are not used again.</param>
    /// <param name="isSpelled">
    /// Whether the source is text all over, so that a number is no other cell than the text of its digits.
    /// </param>
    public CellRows(int fields, ConcurrentBag<CellRows>? unused = null, bool isSpelled = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fields);
        (_fields, _unused, _isSpelled) = (fields, unused, isSpelled);
    }

    private enum Kind : byte
    {
        Missing,
        Int64,
        Float64,
        Boolean,
        Text,

        /// <summary>A number as it is written, in digits.</summary>
        Digits,

        /// <summary>The same of one that neither a whole number of 64 bits nor a float stands for.</summary>
        Exact,

        /// <summary>A list, as the text it is written in.</summary>
        List,
    }

    [Flags]
    private enum Fits
    {
        None = 0,
        Int64 = 1,
        Float64 = 2,
        Boolean = 4,
        All = 7,
    }

    public int Count => _positions.Count;

    /// <summary>Characters of all texts.</summary>
    public int TextLength { get; private set; }

    /// <summary>Whether a reader should hand these rows on, and go on in others.</summary>
    public bool IsFull => (long)Count * _fields >= CellLimit || TextLength >= TextLimit;

    /// <summary>Adds a row whose cells are missing until they are set.</summary>
    /// <returns>Its number, from 0.</returns>
    public int AddRow(long position)
    {
        int needed = checked((Count + 1) * _fields);
        if (needed > _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(needed, _cells.Length * 2));
        }
        _cells.AsSpan(needed - _fields, _fields).Clear();
        _positions.Add(position);
        return Count - 1;
    }

    public bool IsMissing(int row, int field) => At(row, field).Kind == Kind.Missing;

    public void Set(int row, int field, long value) => At(row, field) = new Cell(Kind.Int64, unchecked((ulong)value));

    /// <summary>A number of unsigned 64 bits; from 2^63 on it stays in digits.</summary>
    public void Set(int row, int field, ulong value)
    {
        if (value <= long.MaxValue)
        {
            Set(row, field, (long)value);
        }
        else
        {
            SetNumber(row, field, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A float; NaN is a missing cell.</summary>
    public void Set(int row, int field, double value) =>
        At(row, field) = double.IsNaN(value) ? default : new Cell(Kind.Float64, BitConverter.DoubleToUInt64Bits(value));

    public void Set(int row, int field, bool value) => At(row, field) = new Cell(Kind.Boolean, value ? 1UL : 0);

    /// <summary>A text, kept as it is; an empty one is a text, too, where the column holds texts.</summary>
    public void SetText(int row, int field, ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
        SetReserved(row, field, text.Length);
    }

    /// <summary>A list, as the text that it is written in.</summary>
    public void SetList(int row, int field, ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
        SetReserved(row, field, text.Length, CellKinds.List);
    }

    /// <summary>A number in digits, as the source has it.</summary>
    public void SetNumber(int row, int field, ReadOnlySpan<char> digits)
    {
        digits.CopyTo(Reserve(digits.Length));
        SetReserved(row, field, digits.Length, CellKinds.Number);
    }

    /// <summary>A number in digits, of which more are meant than a float keeps.</summary>
    public void SetExact(int row, int field, ReadOnlySpan<char> digits)
    {
        SetNumber(row, field, digits);
        At(row, field) = At(row, field) with { Kind = Kind.Exact };
    }

    /// <summary>Room for a text that is written by the caller, who then says how long it became.</summary>
    public Span<char> Reserve(int length)
    {
        if (TextLength + length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(checked(TextLength + length), _text.Length * 2));
        }
        return _text.AsSpan(TextLength, length);
    }

    /// <summary>Takes the first characters of what was reserved for a cell.</summary>
    /// <param name="kind">A text, a list, or a number in digits.</param>
    public void SetReserved(int row, int field, int length, CellKinds kind = CellKinds.Text)
    {
        Kind how = kind switch { CellKinds.Number => Kind.Digits, CellKinds.List => Kind.List, _ => Kind.Text };
        At(row, field) = new Cell(how, ((ulong)TextLength << 32) | (uint)length);
        TextLength += length;
    }

    public long Size => ((long)Count * _fields * 16) + (TextLength * (long)sizeof(char));

    public long PositionOf(int row) => _positions[row];

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch)
    {
        Cell cell = At(row, field);
        return cell.Kind switch
        {
            Kind.Missing => default,
            Kind.Int64 => CellText.Of(cell.Int64),
            Kind.Float64 => CellText.Of(RecordFormat.Canonical(cell.Float64)),
            Kind.Boolean => CellText.Of(cell.Boolean),
            _ => Characters(cell),
        };
    }

    public bool TryAdd(int row, int field, ColumnBuffer column)
    {
        ArgumentNullException.ThrowIfNull(column);
        Cell cell = At(row, field);
        if (cell.Kind == Kind.Missing)
        {
            column.AddMissing();
            return true;
        }
        if (cell.Kind is Kind.Text or Kind.List)
        {
            return TryAddText(Characters(cell), column) || (_isSpelled && TryAddSpelled(Characters(cell), column));
        }
        switch (column.Type)
        {
            case ColumnType.Int64 when TryInt64(cell, out long integer):
                column.Add(integer);
                return true;
            case ColumnType.Float64 when TryFloat64(cell, out double number):
                column.Add(number);
                return true;
            case ColumnType.Boolean when cell.Kind == Kind.Boolean:
                column.Add(cell.Boolean);
                return true;
            case ColumnType.Text:
                column.Add(Text(row, field, default).ToString());
                return true;
            default:
                return false;
        }
    }

    public CellKinds KindOf(int row, int field)
    {
        Cell cell = At(row, field);
        return KindOf(cell, _isSpelled ? Fits.None : FitsOf(cell));
    }

    public ColumnEvidence Look(int field)
    {
        ColumnEvidence found = ColumnEvidence.None;
        ColumnKinds kinds = ColumnKinds.None;
        MomentKinds moments = MomentKinds.None;
        Fits open = Fits.All;
        for (int row = 0; row < Count; row++)
        {
            Cell cell = At(row, field);
            if (cell.Kind == Kind.Missing)
            {
                continue;
            }
            Fits fits = FitsOf(cell);
            CellKinds kind = KindOf(cell, fits);
            kinds = kinds.Has(kind) ? kinds : kinds.With(kind, PositionOf(row), Text(row, field, default));
            moments |= (moments & MomentKinds.Other) == 0 && cell.Kind == Kind.Text
                ? MomentText.Read(Characters(cell), out _) : MomentKinds.Other;
            if (open == Fits.None)
            {
                continue;
            }
            Fits against = open & ~fits;
            open &= ~against;
            if (against != Fits.None)
            {
                var example = new CounterExample(PositionOf(row), CellText.Shorten(Text(row, field, default)));
                found = new ColumnEvidence(
                    found.First ?? PositionOf(row),
                    against.HasFlag(Fits.Int64) ? example : found.NotInt64,
                    against.HasFlag(Fits.Float64) ? example : found.NotFloat64,
                    against.HasFlag(Fits.Boolean) ? example : found.NotBoolean);
            }
        }
        return found with { Kinds = kinds, Moments = moments };
    }

    /// <summary>Lets all rows go, to begin anew.</summary>
    public void Clear()
    {
        _positions.Clear();
        TextLength = 0;
    }

    public void Dispose()
    {
        Clear();
        _unused?.Add(this);
    }

    /// <summary>A float is no whole number, even where it has no fraction, so that a column does not change its type by a cell.</summary>
    private Fits FitsOf(Cell cell) => cell.Kind switch
    {
        Kind.Boolean => Fits.Boolean,
        Kind.Float64 => Fits.Float64,
        Kind.Text or Kind.List or Kind.Exact => Fits.None,
        _ => (TryInt64(cell, out _) ? Fits.Int64 : Fits.None) | (TryFloat64(cell, out _) ? Fits.Float64 : Fits.None),
    };

    private CellKinds KindOf(Cell cell, Fits fits) => _isSpelled ? CellKinds.None : cell.Kind switch
    {
        Kind.Missing => CellKinds.None,
        Kind.Text => CellKinds.Text,
        Kind.List => CellKinds.List,
        Kind.Boolean => CellKinds.Boolean,
        _ => CellKinds.Number | Against(fits),
    };

    private static CellKinds Against(Fits fits) =>
        (fits.HasFlag(Fits.Int64) ? CellKinds.None : CellKinds.NotInt64)
        | (fits.HasFlag(Fits.Float64) ? CellKinds.None : CellKinds.NotFloat64);

    private bool TryInt64(Cell cell, out long value)
    {
        switch (cell.Kind)
        {
            case Kind.Int64:
                value = cell.Int64;
                return true;
            case Kind.Float64 when cell.Float64 is >= -TwoTo63 and < TwoTo63 && cell.Float64 == Math.Truncate(cell.Float64):
                value = (long)cell.Float64;
                return true;
            case Kind.Digits:
                return CellText.TryInt64(Characters(cell), out value);
            default:
                value = 0;
                return false;
        }
    }

    private bool TryFloat64(Cell cell, out double value)
    {
        switch (cell.Kind)
        {
            case Kind.Int64:
                value = cell.Int64;
                return (Int128)value == cell.Int64;
            case Kind.Float64:
                value = cell.Float64;
                return true;
            case Kind.Digits:
                ReadOnlySpan<char> digits = Characters(cell);
                return CellText.TryFloat64(digits, out value) && IsExact(digits, value);
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>
    /// A decimal fraction means the float next to it, as in every language; of a whole number all digits are meant, so one that no float
    /// has is none.
    /// </summary>
    private static bool IsExact(ReadOnlySpan<char> digits, double value) =>
        Math.Abs(value) < TwoTo53 || digits.ContainsAnyExcept(WholeNumber)
        || BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) == new BigInteger(value);

    /// <summary>
    /// Adds a text to a column of texts, or of dates and times, which have no other form. It is no number, however it looks.
    /// </summary>
    internal static bool TryAddText(ReadOnlySpan<char> text, ColumnBuffer column)
    {
        if (column.Type == ColumnType.Text)
        {
            bool fits = RecordFormat.Utf8.GetByteCount(text) <= RecordFormat.TextLimit;
            if (fits)
            {
                column.Add(text.ToString());
            }
            return fits;
        }
        bool isMoment = column.Type is ColumnType.Date or ColumnType.DateTime or ColumnType.Instant;
        if (isMoment && MomentText.TypeOf(MomentText.Read(text, out long moment)) == column.Type)
        {
            column.AddMoment(moment);
            return true;
        }
        return false;
    }

    /// <summary>
    /// Adds what a text spells to a column of numbers or of true and false, where it is declared that cells are what they spell
    /// (<see cref="SourceRoles.AsWritten"/>). Only the one text that a value has counts.
    /// </summary>
    internal static bool TryAddSpelled(ReadOnlySpan<char> text, ColumnBuffer column)
    {
        if (text.Length > IRows.TextScratch || !CellText.IsCanonical(column.Type, text.ToString()))
        {
            return false;
        }
        switch (column.Type)
        {
            case ColumnType.Int64 when CellText.TryInt64(text, out long integer):
                column.Add(integer);
                return true;
            case ColumnType.Float64 when CellText.TryFloat64(text, out double number):
                column.Add(number);
                return true;
            case ColumnType.Boolean:
                column.Add(CellText.TryBoolean(text, out bool boolean) && boolean);
                return true;
            default:
                return false;
        }
    }

    private const double TwoTo53 = 9_007_199_254_740_992;
    private const double TwoTo63 = 9_223_372_036_854_775_808;

    private ref Cell At(int row, int field) => ref _cells[(row * _fields) + field];

    private ReadOnlySpan<char> Characters(Cell cell) =>
        _text.AsSpan((int)(cell.Bits >> 32), (int)(cell.Bits & 0xFFFF_FFFF));

    /// <param name="Bits">The value; of texts and digits where they begin, and in the lower half how many characters there are.</param>
    private readonly record struct Cell(Kind Kind, ulong Bits)
    {
        public long Int64 => unchecked((long)Bits);

        public double Float64 => BitConverter.UInt64BitsToDouble(Bits);

        public bool Boolean => Bits == 1;
    }
}
