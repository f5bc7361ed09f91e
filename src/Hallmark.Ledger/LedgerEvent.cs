using Hallmark.Evidence;

namespace Hallmark.Ledger;

/// <summary>Something an entry caused, for people and programs that follow the ledger. Attribute names are unique.</summary>
public sealed record LedgerEvent(string Name, IReadOnlyList<(string Name, string Value)> Attributes)
{
    private const int AttributeLimit = 32;

    /// <summary>Above the longest that the contracts write: the reasons of a judgement by a policy of 32 checks.</summary>
    private const int ValueLimit = 16_384;

    public string? Find(string attribute) => Attributes.FirstOrDefault(pair => pair.Name == attribute).Value;

    internal CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name)
        .Texts("attributes", Attributes.Select(pair => pair.Name))
        .Texts("values", Attributes.Select(pair => pair.Value));

    internal static LedgerEvent Read(CborMap map)
    {
        string name = map.Text("name");
        IReadOnlyList<string> names = map.Texts("attributes", AttributeLimit);
        IReadOnlyList<string> values = map.Texts("values", AttributeLimit, ValueLimit);
        map.End();
        return names.Count == values.Count
            ? new LedgerEvent(name, [.. names.Zip(values)])
            : throw new MalformedException("event", "has not as many values as attributes");
    }
}
