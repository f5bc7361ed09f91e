using System.Text.Json;

namespace Hallmark.Cel;

/// <summary>One case of a file.</summary>
internal sealed class CelCase
{
    private CelBindings _bindings = CelBindings.None;
    private string _container = "";
    private bool _check;
    private bool _macros;

    /// <summary>Null where an error is expected.</summary>
    private CelValue? _expected;

    private CelCase(string expression) => Expression = expression;

    public string Section { get; private init; } = "";

    public string Name { get; private init; } = "";

    public string Expression { get; }

    /// <exception cref="CelDataException">Not a case.</exception>
    public static CelCase Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new CelDataException("tests", "a case is not an object");
        }
        bool fails = Flag(json, "error");
        bool hasValue = json.TryGetProperty("value", out JsonElement value);
        if (fails == hasValue)
        {
            throw new CelDataException("tests", "a case has either a value or an error");
        }
        return new CelCase(Text(json, "expr") ?? throw new CelDataException("expr", "missing"))
        {
            Section = Text(json, "section") ?? "",
            Name = Text(json, "name") ?? "",
            _bindings = json.TryGetProperty("bindings", out JsonElement bindings) ? CelBindings.Read(bindings) : CelBindings.None,
            _container = Text(json, "container") ?? "",
            _check = !Flag(json, "disableCheck"),
            _macros = !Flag(json, "disableMacros"),
            _expected = fails ? null : CelJson.Read(value),
        };
    }

    /// <summary>Why it fails; null when it passes. The types of bindings are not known, so they are dyn.</summary>
    public string? Run(CelLimits limits)
    {
        CelResult result;
        try
        {
            CelEnvironment environment = _bindings.Environment(_container);
            CelProgram program = _check && _macros ? environment.Compile(Expression) : environment.CompileUnchecked(Expression, _macros);
            result = program.Evaluate(_bindings.Values, limits);
        }
        catch (CelException e)
        {
            return _expected is null ? null : $"does not compile: {e.Message}";
        }
        if (!result.IsValue)
        {
            return _expected is null ? null : $"error: {result.Error!.Message}";
        }
        if (_expected is not CelValue expected)
        {
            return $"an error was expected, not {result.Value}";
        }
        return SameValue.Are(expected, result.Value) ? null : $"{expected} was expected, not {result.Value}";
    }

    private static bool Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement flag) && (flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.ValueKind == JsonValueKind.True
            : throw new CelDataException(name, "not true or false"));

    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out JsonElement text))
        {
            return null;
        }
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new CelDataException(name, "not a string");
        }
    }
}
