using Hallmark.Data.Sources.Csv;

namespace Hallmark.Data.Sources.Folders;

/// <summary>
/// Files with the same columns as one source, one after the other in ordinal order of their names. Positions count on from file to file, as
/// if the files were one; messages name the file and the place in it.
/// </summary>
public sealed class PartsSource : IRecordSource
{
    /// <summary>How files are called that lie beside data and describe them.</summary>
    private static readonly string[] Notes = ["", ".txt", ".md", ".pdf", ".html", ".yaml", ".yml"];

    private readonly Func<SourceBytes, IRecordSource> _open;
    private readonly string _hint;
    private readonly Lock _lock = new();
    private readonly List<Part> _parts = []; // as far as a pass has come

    /// <param name="folder">The files.</param>
    /// <param name="open">Makes a source of one of them.</param>
    /// <exception cref="SourceException">The first file cannot be read.</exception>
    public PartsSource(SourceFolder folder, Func<SourceBytes, IRecordSource> open)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(open);
        (Name, Files, _open) = (folder.Name, folder.Files, open);
        _hint = HintOf(folder);
        First = OpenFile(0);
        _parts.Add(new Part(First.Name, 0));
    }

    public string Name { get; }

    public SourceRoles Roles => First.Roles;

    public string PositionUnit => First.PositionUnit;

    public IReadOnlyList<int> RowShape => First.RowShape;

    public bool NamesColumns => First.NamesColumns;

    public CsvDialect? Dialect => First.Dialect;

    internal IReadOnlyList<SourceBytes> Files { get; }

    internal IRecordSource First { get; }

    public (string File, long Position) Locate(long position)
    {
        lock (_lock)
        {
            int low = 0;
            for (int high = _parts.Count - 1; low < high;)
            {
                int middle = (low + high + 1) / 2;
                (low, high) = _parts[middle].Before < position ? (middle, high) : (low, middle - 1);
            }
            return (_parts[low].Name, position - _parts[low].Before);
        }
    }

    public IRowReader Open() => new PartsReader(this);

    /// <exception cref="SourceException">It cannot be read, or is of another kind than the first.</exception>
    internal IRecordSource OpenPart(int number)
    {
        IRecordSource part = number == 0 ? First : OpenFile(number);
        bool alike = part.PositionUnit == PositionUnit && part.RowShape.SequenceEqual(RowShape) && part.Roles == Roles;
        return alike ? part : throw new SourceException(part.Name, null, null, $"is of another kind than {First.Name}{_hint}");
    }

    /// <summary>What is wrong with a part that does not go with the others, with what to do where it is no data.</summary>
    internal string Odd(string reason) => reason + _hint;

    /// <summary>Says which positions are those of a part.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="before">Last position of the part before it.</param>
    internal void Note(int number, string name, long before)
    {
        lock (_lock)
        {
            if (number == _parts.Count)
            {
                _parts.Add(new Part(name, before));
            }
        }
    }

    /// <exception cref="SourceException">It cannot be read.</exception>
    private IRecordSource OpenFile(int number)
    {
        try
        {
            return _open(Files[number]);
        }
        catch (SourceException e) when (e.Position is null)
        {
            throw new SourceException(e.File, null, e.Field, e.Reason + _hint);
        }
    }

    /// <summary>Nothing where all files are called alike: then a pattern would not tell them apart.</summary>
    private static string HintOf(SourceFolder folder)
    {
        string[] endings = [.. folder.Files.Select(file => Path.GetExtension(file.Name))];
        string most = endings.CountBy(ending => ending).MaxBy(count => (!Notes.Contains(count.Key), count.Value)).Key;
        string pattern = Path.Combine(folder.Root, endings.Length == 0 ? "" : $"*{most}");
        return endings.Distinct().Count() < 2 || most.Length == 0 ? ""
            : $" (all files of {folder.Name} are read as one table; a pattern leaves out what is none: '{pattern}')";
    }

    private sealed record Part(string Name, long Before);
}
