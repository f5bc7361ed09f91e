namespace Hallmark.Data.Sources.JsonLines;

/// <summary>
/// One field of the objects of a file, by its way from the outermost: what was found under it, and which columns it becomes. Built by one
/// thread, then only read.
/// </summary>
/// <param name="path">Names from the outermost object, with dots between; empty for that object itself.</param>
internal sealed class JsonField(string path)
{
    private readonly Dictionary<string, JsonField> _inner = new(StringComparer.Ordinal);
    private readonly List<JsonField> _order = [];

    public string Path { get; } = path;

    /// <summary>In the order in which they were first seen.</summary>
    public IReadOnlyList<JsonField> Inner => _order;

    /// <summary>Number of the record in which it was seen last: twice in one is once too often.</summary>
    public long LastRecord { get; set; }

    /// <summary>Whether it had a value that is neither object nor missing.</summary>
    public bool HasValue { get; set; }

    /// <summary>Numbers in each of its arrays; 0 where it had none, or not arrays of as many numbers alone.</summary>
    public int VectorLength { get; private set; }

    /// <summary>Its first column; -1 where it has none.</summary>
    public int Column { get; set; } = -1;

    public JsonField? Find(ReadOnlySpan<char> name) =>
        _inner.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out JsonField? field) ? field : null;

    public JsonField Add(string name)
    {
        var field = new JsonField(Path.Length == 0 ? name : $"{Path}.{name}");
        _inner.Add(name, field);
        _order.Add(field);
        return field;
    }

    /// <summary>Says that it had a value.</summary>
    /// <param name="numbers">How many numbers, where it is an array of nothing else; 0 otherwise.</param>
    public void Note(int numbers)
    {
        VectorLength = !HasValue ? numbers : VectorLength == numbers ? numbers : 0;
        HasValue = true;
    }
}
