using System.Runtime.CompilerServices;

namespace Hallmark.Cel;

/// <summary>A value of the language. Values never change; the default value stands for a variable that was not bound.</summary>
public readonly struct CelValue
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _nanos;

    private CelValue(CelKind kind, long bits, object? reference = null, int nanos = 0)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
        _nanos = nanos;
    }

    public static CelValue Null { get; } = new(CelKind.Null, 0);

    public static CelValue True { get; } = new(CelKind.Bool, 1);

    public static CelValue False { get; } = new(CelKind.Bool, 0);

    public CelKind Kind { get; }

    internal bool IsError => Kind == CelKind.Error;

    internal bool IsTrue => Kind == CelKind.Bool && _bits != 0;

    internal bool IsFalse => Kind == CelKind.Bool && _bits == 0;

    internal bool IsNumber => Kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    // Without a check of the kind: the evaluator has looked at it already.
    internal bool RawBool => _bits != 0;

    internal long RawInt => _bits;

    internal ulong RawUint => unchecked((ulong)_bits);

    internal double RawDouble => BitConverter.Int64BitsToDouble(_bits);

    internal string RawString => Unsafe.As<string>(_reference!);

    internal byte[] RawBytes => Unsafe.As<byte[]>(_reference!);

    internal CelList RawList => Unsafe.As<CelList>(_reference!);

    internal CelMap RawMap => Unsafe.As<CelMap>(_reference!);

    internal CelObject RawObject => Unsafe.As<CelObject>(_reference!);

    internal CelType RawType => Unsafe.As<CelType>(_reference!);

    internal CelTimestamp RawTimestamp => new(_bits, _nanos);

    internal string RawError => Unsafe.As<string>(_reference!);

    public static CelValue Of(bool value) => value ? True : False;

    public static CelValue Of(long value) => new(CelKind.Int, value);

    public static CelValue Of(ulong value) => new(CelKind.Uint, unchecked((long)value));

    public static CelValue Of(double value) => new(CelKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <exception cref="ArgumentException">The text holds half of a surrogate pair, which is no code point.</exception>
    public static CelValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return CodePoints.AreWhole(value) ? Text(value) : throw new ArgumentException("not a sequence of code points", nameof(value));
    }

    /// <summary>A value of type bytes; the content is copied.</summary>
    public static CelValue Of(ReadOnlySpan<byte> value) => Octets(value.ToArray());

    public static CelValue Of(CelList value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CelValue(CelKind.List, 0, value);
    }

    public static CelValue Of(CelMap value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CelValue(CelKind.Map, 0, value);
    }

    public static CelValue Of(CelObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CelValue(CelKind.Object, 0, value);
    }

    public static CelValue Of(CelType value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CelValue(CelKind.Type, 0, value);
    }

    /// <exception cref="ArgumentOutOfRangeException">Before the year 1, after the year 9999, or no whole number of nanoseconds.</exception>
    public static CelValue Of(CelTimestamp value) => value.IsInRange && value.Nanos is >= 0 and < 1_000_000_000
        ? new CelValue(CelKind.Timestamp, value.Seconds, null, value.Nanos)
        : throw new ArgumentOutOfRangeException(nameof(value));

    /// <summary>A duration of a whole number of nanoseconds, up to about 292 years.</summary>
    public static CelValue Duration(long nanoseconds) => new(CelKind.Duration, nanoseconds);

    public bool AsBool() => Checked(CelKind.Bool).RawBool;

    public long AsInt() => Checked(CelKind.Int).RawInt;

    public ulong AsUint() => Checked(CelKind.Uint).RawUint;

    public double AsDouble() => Checked(CelKind.Double).RawDouble;

    public string AsString() => Checked(CelKind.String).RawString;

    public ReadOnlyMemory<byte> AsBytes() => Checked(CelKind.Bytes).RawBytes;

    public CelList AsList() => Checked(CelKind.List).RawList;

    public CelMap AsMap() => Checked(CelKind.Map).RawMap;

    public CelObject AsObject() => Checked(CelKind.Object).RawObject;

    public CelType AsType() => Checked(CelKind.Type).RawType;

    public CelTimestamp AsTimestamp() => Checked(CelKind.Timestamp).RawTimestamp;

    /// <summary>The nanoseconds of a duration.</summary>
    public long AsDuration() => Checked(CelKind.Duration).RawInt;

    public override string ToString() => Kind is CelKind.None or CelKind.Error ? Kind.ToString() : CelJson.Text(this);

    internal static CelValue Error(string message) => new(CelKind.Error, 0, message);

    internal static CelValue Text(string value) => new(CelKind.String, 0, value);

    internal static CelValue Octets(byte[] value) => new(CelKind.Bytes, 0, value);

    private CelValue Checked(CelKind kind) =>
        Kind == kind ? this : throw new InvalidOperationException($"a value of kind {Kind} is not a {kind}");
}
