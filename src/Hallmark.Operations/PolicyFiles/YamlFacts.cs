using Hallmark.Cel;
using Hallmark.Contracts.Policies;
using Hallmark.Operations.Yaml;

namespace Hallmark.Operations.PolicyFiles;

/// <summary>Facts that a steward makes up, read from YAML by their types.</summary>
internal static class YamlFacts
{
    /// <returns>The fact as given; one without a value that was not given is left unbound.</returns>
    /// <exception cref="UsageException">A field is unknown or has another type.</exception>
    public static CelValue Read(YamlMap given, Fact fact)
    {
        if (fact.Fields.Count == 0)
        {
            return given.Has(fact.Name) ? ReadValue(given, fact.Name, fact.Type) : default;
        }
        var fields = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        if (given.OptionalMap(fact.Name) is { } map)
        {
            foreach (CelField field in fact.Fields.Where(field => map.Has(field.Name)))
            {
                fields[field.Name] = ReadValue(map, field.Name, field.Type);
            }
            map.End();
        }
        return CelValue.Of(new NamedValues(fact.Name, fields));
    }

    private static CelValue ReadValue(YamlMap map, string key, CelType type) => type.ToString() switch
    {
        "string" => CelValue.Of(map.Text(key)),
        "int" => ReadNumber(map, key),
        "bool" => CelValue.Of(map.Boolean(key, otherwise: false)),
        "google.protobuf.Timestamp" => ReadMoment(map, key),
        "list(string)" => CelValue.Of(new CelList([.. map.Texts(key).Select(text => CelValue.Of(text))])),
        "map(string, int)" => ReadNumbers(map.Map(key)),
        _ => throw new InvalidOperationException($"No fact has type {type}."),
    };

    private static CelValue ReadNumbers(YamlMap map) => CelValue.Of(new CelMap(
        map.Keys.Select(key => KeyValuePair.Create(CelValue.Of(key), ReadNumber(map, key))).ToArray()));

    private static CelValue ReadNumber(YamlMap map, string key) => CelValue.Of(map.Integer(key, long.MinValue, long.MaxValue));

    private static CelValue ReadMoment(YamlMap map, string key) =>
        CelValue.Of(new CelTimestamp(map.Checked(key, () => FieldText.Moment(map.Text(key), key)!.Value), 0));
}
