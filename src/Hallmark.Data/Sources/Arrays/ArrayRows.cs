using System.Collections.Concurrent;
using System.Globalization;
using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Arrays;

/// <summary>Rows of array files that lie side by side, in the files' own bytes.</summary>
internal sealed class ArrayRows : IRows
{
    private readonly Part[] _parts;
    private readonly ConcurrentBag<ArrayRows> _unused;
    private int _first;

    /// <param name="headers">Of each file, in column order.</param>
    /// <param name="unused">Receives these rows when they are disposed.</param>
    public ArrayRows(IReadOnlyList<ArrayHeader> headers, ConcurrentBag<ArrayRows> unused)
    {
        _unused = unused;
        _parts = new Part[headers.Count];
        int field = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new Part(headers[i].Format, field, (int)headers[i].RowLength);
            field += _parts[i].Length;
        }
    }

    public int Count { get; private set; }

    public long Size => _parts.Sum(part => (long)part.Bytes(Count).Length);

    public void Begin(int first, int count)
    {
        (_first, Count) = (first, count);
        foreach (Part part in _parts)
        {
            part.Hold(count);
        }
    }

    /// <summary>Where the rows of a file are to be written.</summary>
    public Span<byte> Block(int file) => _parts[file].Bytes(Count);

    public long PositionOf(int row) => _first + row + 1L;

    public ReadOnlySpan<char> Text(int row, int field, Span<char> scratch)
    {
        Part part = PartOf(field);
        ReadOnlySpan<byte> element = part.Element(row, field);
        if (part.Format.IsText)
        {
            return part.Format.Text(element);
        }
        int length;
        if (part.Format.Kind == NumberKind.UInt64)
        {
            unchecked((ulong)part.Format.Int64(element)).TryFormat(scratch, out length, default, CultureInfo.InvariantCulture);
        }
        else if (part.Format.IsInteger)
        {
            part.Format.Int64(element).TryFormat(scratch, out length, default, CultureInfo.InvariantCulture);
        }
        else
        {
            double value = part.Format.Double(element);
            return double.IsNaN(value) ? default : CellText.Of(RecordFormat.Canonical(value));
        }
        return scratch[..length];
    }

    public CellKinds KindOf(int row, int field)
    {
        Part part = PartOf(field);
        ReadOnlySpan<byte> element = part.Element(row, field);
        return part.Format.IsText ? CellKinds.Text
            : !part.Format.IsInteger ? double.IsNaN(part.Format.Double(element)) ? CellKinds.None : CellKinds.Number | CellKinds.NotInt64
            : IsBeyond(part.Format, element) ? CellKinds.Number | CellKinds.NotInt64 | CellKinds.NotFloat64
            : CellKinds.Number;
    }

    public bool TryAdd(int row, int field, ColumnBuffer column)
    {
        Part part = PartOf(field);
        ReadOnlySpan<byte> element = part.Element(row, field);
        return part.Format.IsText ? CellRows.TryAddText(part.Format.Text(element), column)
            : part.Format.IsInteger
            ? TryAddInteger(part.Format, element, column)
            : TryAddFloat(part.Format.Double(element), column);
    }

    public ColumnEvidence Look(int field)
    {
        Part part = PartOf(field);
        long position = PositionOf(0);
        ColumnKinds kinds = ColumnKinds.None.With(KindOf(0, field), position, Shown(0, field)); // the others are alike, but for large ones
        CounterExample first = new(position, CellText.Shorten(Shown(0, field)));
        if (part.Format.IsText)
        {
            return new ColumnEvidence(position, first, first, first) { Kinds = kinds };
        }
        if (part.Format.Kind == NumberKind.UInt64)
        {
            // Beyond 2^63 an integer has no exact number: such a column is kept as text.
            int row = Enumerable.Range(0, Count).FirstOrDefault(row => part.Format.Int64(part.Element(row, field)) < 0, -1);
            CounterExample? large = row < 0 ? null : new CounterExample(PositionOf(row), Shown(row, field));
            return new ColumnEvidence(position, large, large, first)
            {
                Kinds = row < 0 ? kinds : kinds.With(KindOf(row, field), PositionOf(row), large!.Text),
            };
        }
        if (part.Format.IsInteger)
        {
            return new ColumnEvidence(position, null, null, first) { Kinds = kinds };
        }
        int some = Enumerable.Range(0, Count).FirstOrDefault(row => !double.IsNaN(part.Format.Double(part.Element(row, field))), -1);
        if (some < 0)
        {
            return ColumnEvidence.None;
        }
        var found = new CounterExample(PositionOf(some), Shown(some, field)); // a float is none of the others, whole or not
        return new ColumnEvidence(found.Position, found, null, found)
        {
            Kinds = kinds.With(KindOf(some, field), found.Position, found.Text),
        };
    }

    public void Dispose() => _unused.Add(this);

    /// <summary>Whether it is a whole number from 2^63 on.</summary>
    private static bool IsBeyond(NumberFormat format, ReadOnlySpan<byte> element) =>
        format.Kind == NumberKind.UInt64 && format.Int64(element) < 0;

    private static bool TryAddInteger(NumberFormat format, ReadOnlySpan<byte> element, ColumnBuffer column)
    {
        long value = format.Int64(element);
        bool beyond = IsBeyond(format, element);
        switch (column.Type)
        {
            case ColumnType.Int64 when !beyond:
                column.Add(value);
                return true;
            case ColumnType.Float64 when !beyond && (Int128)(double)value == value:
                column.Add((double)value);
                return true;
            case ColumnType.Float64 when beyond && (UInt128)format.Double(element) == unchecked((ulong)value):
                column.Add(format.Double(element));
                return true;
            case ColumnType.Text:
                column.Add(beyond ? unchecked((ulong)value).ToString(CultureInfo.InvariantCulture) : CellText.Of(value));
                return true;
            default:
                return false;
        }
    }

    private static bool TryAddFloat(double value, ColumnBuffer column)
    {
        if (double.IsNaN(value))
        {
            column.AddMissing();
            return true;
        }
        switch (column.Type)
        {
            case ColumnType.Float64:
                column.Add(value);
                return true;
            case ColumnType.Int64 when value == Math.Truncate(value) && value is >= -TwoTo63 and < TwoTo63:
                column.Add((long)value);
                return true;
            case ColumnType.Text:
                column.Add(CellText.Of(RecordFormat.Canonical(value)));
                return true;
            default:
                return false;
        }
    }

    private const double TwoTo63 = 9_223_372_036_854_775_808;

    private Part PartOf(int field)
    {
        int i = _parts.Length - 1;
        while (field < _parts[i].First)
        {
            i--;
        }
        return _parts[i];
    }

    private string Shown(int row, int field)
    {
        Span<char> scratch = stackalloc char[IRows.TextScratch];
        return Text(row, field, scratch).ToString();
    }

    /// <summary>The rows of one of the files, and which fields they are.</summary>
    private sealed class Part(NumberFormat format, int first, int length)
    {
        private readonly int _size = format.Size;
        private byte[] _bytes = [];

        public NumberFormat Format => format;

        /// <summary>Its first field in the row.</summary>
        public int First => first;

        public int Length => length;

        public void Hold(int rows)
        {
            int needed = checked(rows * length * _size);
            _bytes = _bytes.Length >= needed ? _bytes : new byte[needed];
        }

        public Span<byte> Bytes(int rows) => _bytes.AsSpan(0, rows * length * _size);

        public ReadOnlySpan<byte> Element(int row, int field) => _bytes.AsSpan(((row * length) + field - first) * _size, _size);
    }
}
