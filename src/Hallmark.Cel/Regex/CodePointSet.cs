using Hallmark.Cel.Regex.Unicode;

namespace Hallmark.Cel.Regex;

/// <summary>A set of Unicode code points. Immutable.</summary>
internal sealed class CodePointSet
{
    /// <summary>One past the last code point.</summary>
    public const int End = 0x110000;

    // Where membership changes, rising: [edges[0], edges[1]) is in, [edges[1], edges[2]) is out, and so on. An even number of them.
    private readonly int[] _edges;
    private readonly UInt128 _ascii;
    private CodePointSet? _complement;
    private CodePointSet? _folded;

    /// <param name="edges">Rising, an even number, none above <see cref="End"/>.</param>
    public CodePointSet(int[] edges)
    {
        _edges = edges;
        foreach ((int low, int high) in Ranges)
        {
            for (int code = low; code <= high && code < 128; code++)
            {
                _ascii |= UInt128.One << code;
            }
        }
    }

    public static CodePointSet All { get; } = new([0, End]);

    public static CodePointSet AllButNewline { get; } = Of(('\n', '\n')).Complement;

    /// <summary>First and last of each run of members, rising.</summary>
    public IEnumerable<(int Low, int High)> Ranges
    {
        get
        {
            for (int i = 0; i < _edges.Length; i += 2)
            {
                yield return (_edges[i], _edges[i + 1] - 1);
            }
        }
    }

    public CodePointSet Complement => _complement ??= new([.. Toggled(0), .. _edges[Skip(0)..^Skip(End)], .. Toggled(End)]);

    /// <summary>The set with everything that differs from a member only in case, by simple folding.</summary>
    public CodePointSet Folded => _folded ??= Fold();

    /// <summary>The only member, or null.</summary>
    public int? Single => _edges.Length == 2 && _edges[1] == _edges[0] + 1 ? _edges[0] : null;

    public static CodePointSet Of(params IEnumerable<(int Low, int High)> ranges)
    {
        var builder = new CodePointSetBuilder();
        foreach ((int low, int high) in ranges)
        {
            builder.Add(low, high);
        }
        return builder.Build();
    }

    public bool Contains(int code)
    {
        if (code < 128)
        {
            return (_ascii >> code & UInt128.One) != 0;
        }
        int at = Array.BinarySearch(_edges, code);
        return (at >= 0 ? at : ~at - 1) % 2 == 0;
    }

    private int Skip(int edge) => Array.BinarySearch(_edges, edge) >= 0 ? 1 : 0;

    private int[] Toggled(int edge) => Skip(edge) == 1 ? [] : [edge];

    private CodePointSet Fold()
    {
        var builder = new CodePointSetBuilder();
        foreach ((int low, int high) in Ranges)
        {
            builder.Add(low, high);
            foreach (int other in CaseFolding.Beside(low, high))
            {
                builder.Add(other, other);
            }
        }
        return builder.Build();
    }
}
