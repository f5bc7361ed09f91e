using System.Globalization;

namespace Hallmark.Evidence.Tiles;

/// <summary>
/// A tile of a log (C2SP tlog-tiles): <see cref="Width"/> hashes, 1 to 256, that begin at 256 * <see cref="Index"/> of a level. A hash
/// on level l is the root over 256^l whole leaves. Entry bundles are laid out like level 0 and go by the level <see cref="Entries"/>.
/// </summary>
public readonly record struct TileId
{
    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int FullWidth = 256;

    /// <summary>Stands for the entries themselves.</summary>
    public const int Entries = -1;

    /// <summary>A tree of 2^64 - 1 leaves has no hash above it.</summary>
    public const int MaxLevel = 7;

    private const string Folder = "tile/";
    private const string EntriesName = "entries";
    private const string PartMark = ".p/";
    private const int PathLimit = 64;

    /// <exception cref="ArgumentOutOfRangeException">No tree has such a tile.</exception>
    public TileId(int level, ulong index, int width = FullWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, Entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FullWidth);
        if (!Exists(level, index, width))
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, "No tree of fewer than 2^64 leaves has such a tile.");
        }
        Level = level;
        Index = index;
        Width = width;
    }

    public int Level { get; }

    public ulong Index { get; }

    public int Width { get; }

    public bool IsFull => Width == FullWidth;

    /// <summary>Number of leaves that the tree must have for this tile to be there.</summary>
    public TreeSize Needs => new(((Index * FullWidth) + (ulong)Width) << (8 * Math.Max(Level, 0)));

    /// <summary>Where the tile lies below a log's prefix: <c>tile/0/x001/x234/067.p/12</c> or <c>tile/entries/000</c>.</summary>
    public string Path => IsFull ? FullPath : FullPath + PartMark + Width;

    /// <summary>Where the full tile of this index lies, once the tree has it.</summary>
    public string FullPath
    {
        get
        {
            string number = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (ulong rest = Index / 1000; rest > 0; rest /= 1000)
            {
                number = $"x{rest % 1000:000}/{number}";
            }
            return $"{Folder}{(Level == Entries ? EntriesName : Level)}/{number}";
        }
    }

    /// <summary>Hash tiles of all levels of a tree, then its bundles: all of them, or those that an older tree had not full.</summary>
    public static IEnumerable<TileId> AllOf(TreeSize size, TreeSize older = default)
    {
        int[] levels = [.. Enumerable.Range(0, MaxLevel + 1), Entries];
        return levels.SelectMany(level => Of(size, level, (older.Value >> (8 * Math.Max(level, 0))) / FullWidth));
    }

    /// <summary>The tiles of one level in a tree of this size: all full ones and then the partial one, if any.</summary>
    /// <param name="from">Index of the first tile wanted.</param>
    public static IEnumerable<TileId> Of(TreeSize size, int level, ulong from = 0)
    {
        ulong hashes = size.Value >> (8 * Math.Max(level, 0));
        for (ulong index = from; index * FullWidth < hashes; index++)
        {
            yield return new TileId(level, index, (int)Math.Min(FullWidth, hashes - (index * FullWidth)));
        }
    }

    /// <summary>Reads a path as <see cref="Path"/> writes it; every tile has one spelling.</summary>
    /// <exception cref="MalformedException">Not such a path.</exception>
    public static TileId Parse(string path)
    {
        if (path.Length > PathLimit || !path.StartsWith(Folder, StringComparison.Ordinal))
        {
            throw Bad(path, "does not begin with 'tile/'");
        }
        string[] parts = path[Folder.Length..].Split('/');
        int width = FullWidth;
        if (parts.Length > 2 && parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            width = Number(parts[^1], FullWidth - 1) is > 0 and { } part ? (int)part : throw Bad(path, "has a width that is not 1 to 255");
            parts = [.. parts[..^2], parts[^2][..^2]];
        }
        int level = parts[0] == EntriesName ? Entries
            : Number(parts[0], MaxLevel) is { } number ? (int)number
            : throw Bad(path, $"has a level that is not 0 to {MaxLevel} or '{EntriesName}'");
        ulong index = IndexOf(path, parts.AsSpan(1));
        if (!Exists(level, index, width))
        {
            throw Bad(path, "has an index that no tree reaches");
        }
        var tile = new TileId(level, index, width);
        return tile.Path == path ? tile : throw Bad(path, $"is not how tile {tile.Path} is written");
    }

    public override string ToString() => Path;

    private static ulong IndexOf(string path, ReadOnlySpan<string> groups)
    {
        if (groups.Length is 0 or > 6)
        {
            throw Bad(path, "has no index of 1 to 6 groups");
        }
        ulong index = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            bool last = i == groups.Length - 1;
            string digits = last ? groups[i] : groups[i].StartsWith('x') ? groups[i][1..] : "";
            if (digits.Length != 3 || !ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ushort group))
            {
                throw Bad(path, "has an index that is not groups of three digits, all but the last after an x");
            }
            index = (index * 1000) + group;
        }
        return index;
    }

    private static ulong? Number(string text, int maximum) =>
        text.Length <= 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= maximum
            ? (ulong)value
            : null;

    /// <summary>Whether a tree of 2^64 - 1 leaves has it: there is no full tile on the top level.</summary>
    private static bool Exists(int level, ulong index, int width)
    {
        ulong hashes = ulong.MaxValue >> (8 * Math.Max(level, 0));
        ulong last = hashes / FullWidth;
        return index < last || (index == last && width <= (int)(hashes % FullWidth));
    }

    private static MalformedException Bad(string path, string reason) => new("tile path", $"{MalformedException.Printable(path)} {reason}");
}
