using Hallmark.Cel;

namespace Hallmark.Contracts.Policies;

/// <summary>Something that policies can ask about: a variable of their expressions.</summary>
public abstract class Fact
{
    private protected Fact(string name, CelType type, IReadOnlyList<CelField> fields) => (Name, Type, Fields) = (name, type, fields);

    public string Name { get; }

    /// <summary>First version of the rules under which policies see it.</summary>
    public int Since { get; init; } = RuleVersions.Oldest;

    public CelType Type { get; }

    /// <summary>Its fields; none where it is a single value.</summary>
    public IReadOnlyList<CelField> Fields { get; }

    /// <summary>Its type as policies under these rules know it: without the fields that came later.</summary>
    internal virtual CelType TypeUnder(int rules) => Type;

    internal static CelValue Moment(long seconds) =>
        CelValue.Of(new CelTimestamp(Math.Clamp(seconds, CelTimestamp.MinSeconds, CelTimestamp.MaxSeconds), 0));

    /// <summary>A text, or no value.</summary>
    internal static CelValue? Text(string? text) => text is null ? null : CelValue.Of(text);

    internal static CelValue Texts(IReadOnlyList<string> texts) => CelValue.Of(new CelList([.. texts.Select(text => CelValue.Of(text))]));
}

/// <summary>A fact made of a value of the contracts.</summary>
internal sealed class Fact<T> : Fact
    where T : class
{
    private readonly Dictionary<string, Func<T, CelValue?>> _getters;
    private readonly Dictionary<string, int> _since = new(StringComparer.Ordinal);

    public Fact(string name, params (string Name, CelType Type, Func<T, CelValue?> Of)[] fields)
        : this(name, [.. fields.Select(field => new CelField(field.Name, field.Type))]) =>
        _getters = fields.ToDictionary(field => field.Name, field => field.Of, StringComparer.Ordinal);

    private Fact(string name, IReadOnlyList<CelField> fields)
        : base(name, CelType.Object(name, fields), fields) => _getters = [];

    /// <summary>The same with fields that these rules are the first to know.</summary>
    public Fact<T> With(int since, params (string Name, CelType Type, Func<T, CelValue?> Of)[] fields)
    {
        var wider = new Fact<T>(Name, [.. Fields, .. fields.Select(field => new CelField(field.Name, field.Type))]) { Since = Since };
        foreach ((string name, Func<T, CelValue?> of) in _getters.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Of))))
        {
            wider._getters.Add(name, of);
        }
        foreach ((string name, int known) in _since.Concat(fields.Select(field => KeyValuePair.Create(field.Name, since))))
        {
            wider._since.Add(name, known);
        }
        return wider;
    }

    internal override CelType TypeUnder(int rules) => _since.Values.All(since => since <= rules)
        ? Type
        : CelType.Object(Name, [.. Fields.Where(field => _since.GetValueOrDefault(field.Name) <= rules)]);

    public CelValue Wrap(T value) => CelValue.Of(new View(this, value));

    private sealed class View(Fact<T> fact, T value) : CelObject
    {
        public override string TypeName => fact.Name;

        /// <summary>A field without a value is not set.</summary>
        public override bool TryGetField(string name, out CelValue field)
        {
            CelValue? found = fact._getters.TryGetValue(name, out Func<T, CelValue?>? of) ? of(value) : null;
            field = found ?? default;
            return found is not null;
        }
    }
}

/// <summary>A fact that is a single value.</summary>
internal sealed class ValueFact(string name, CelType type) : Fact(name, type, []);

/// <summary>Named values: a policy's counters, or a fact that a steward makes up to try a policy.</summary>
public sealed class NamedValues(string typeName, IReadOnlyDictionary<string, CelValue> values) : CelObject
{
    public override string TypeName => typeName;

    public override bool TryGetField(string name, out CelValue value) => values.TryGetValue(name, out value);
}
