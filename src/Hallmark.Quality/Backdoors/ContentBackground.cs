namespace Hallmark.Quality.Backdoors;

/// <summary>In how many records of each class some contents occur, each record counted once.</summary>
internal sealed class ContentBackground
{
    private readonly Dictionary<ulong, int> _places;
    private readonly int[] _lastRecord;
    private readonly int[] _counts; // by content, then class
    private readonly int[] _records; // of each class
    private int _record;
    private int _class;

    public ContentBackground(ulong[] contents, int classes)
    {
        _places = contents.Index().ToDictionary(item => item.Item, item => item.Index);
        _lastRecord = new int[contents.Length];
        _counts = new int[contents.Length * classes];
        _records = new int[classes];
    }

    /// <summary>The contents offered from now on are of another record.</summary>
    public void Start(int ofClass)
    {
        _record++;
        _class = ofClass;
        _records[ofClass]++;
    }

    public void Offer(ulong content)
    {
        if (_places.TryGetValue(content, out int place) && _lastRecord[place] != _record)
        {
            _lastRecord[place] = _record;
            _counts[(place * _records.Length) + _class]++;
        }
    }

    /// <summary>Share of a class's records that have the content; one more of two more, so that never seen is not impossible.</summary>
    public double Rate(ulong content, int ofClass) =>
        (_counts[(_places[content] * _records.Length) + ofClass] + 1.0) / (_records[ofClass] + 2.0);
}
