using System.Text.Json;

namespace Hallmark.Cel;

/// <summary>Variables with their values, from an object of names and values in tagged form (<see cref="CelJson"/>). They are dyn.</summary>
public sealed class CelBindings
{
    private readonly CelVariable[] _variables;
    private readonly CelValue[] _values;

    private CelBindings(IEnumerable<KeyValuePair<string, CelValue>> bindings)
    {
        KeyValuePair<string, CelValue>[] all = [.. bindings];
        _variables = [.. all.Select(binding => new CelVariable(binding.Key, CelType.Dyn))];
        _values = [.. all.Select(binding => binding.Value)];
    }

    public static CelBindings None { get; } = new([]);

    /// <summary>The values by slot of the environment.</summary>
    public ReadOnlySpan<CelValue> Values => _values;

    /// <exception cref="CelDataException">Not such an object, or a name occurs twice.</exception>
    public static CelBindings Read(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = CelJson.Parse(utf8);
        return Read(document.RootElement);
    }

    /// <exception cref="CelDataException">Not such an object, or a name occurs twice.</exception>
    public static CelBindings Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new CelDataException("bindings", "not an object");
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        List<KeyValuePair<string, CelValue>> bindings = [];
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new CelDataException(property.Name, "a name that occurs twice");
            }
            bindings.Add(KeyValuePair.Create(property.Name, CelJson.Read(property.Value)));
        }
        return new CelBindings(bindings);
    }

    public CelEnvironment Environment(string container) => new(container, _variables);
}
