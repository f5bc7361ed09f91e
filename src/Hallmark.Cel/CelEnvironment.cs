using Hallmark.Cel.Binding;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel;

/// <summary>A variable that expressions may use. A name with dots is one name, as in <c>a.b</c>.</summary>
public sealed record CelVariable(string Name, CelType Type);

/// <summary>What expressions are compiled against: the variables, whose places in this list are their slots, and a container.</summary>
public sealed class CelEnvironment
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <param name="container">Names are looked up in it first, then in those around it: in a.b, x may mean a.b.x, a.x or x.</param>
    /// <exception cref="ArgumentException">Two variables have the same name.</exception>
    public CelEnvironment(string container, IReadOnlyList<CelVariable> variables)
    {
        Container = container;
        Variables = variables;
        for (int i = 0; i < variables.Count; i++)
        {
            _slots.Add(variables[i].Name, i);
        }
    }

    public CelEnvironment(IReadOnlyList<CelVariable> variables)
        : this("", variables)
    {
    }

    public string Container { get; }

    public IReadOnlyList<CelVariable> Variables { get; }

    /// <summary>
    /// Whether <c>math.bitShiftRight</c> keeps the sign of an int, against the language: for expressions that were decided by it once.
    /// </summary>
    public bool ShiftsKeepSign { get; init; }

    /// <summary>Parses and checks an expression.</summary>
    /// <exception cref="CelException">It does not parse, does not check, or is too large.</exception>
    public CelProgram Compile(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new SourceText(source);
        return Binder.Bind(this, text, Parser.Parse(text), isChecked: true);
    }

    /// <summary>Parses an expression without checking types: names and functions that do not exist are errors of evaluation.</summary>
    /// <param name="macros">Whether has, all, map and so on are macros; otherwise they are functions, which do not exist.</param>
    /// <exception cref="CelException">It does not parse, or is too large.</exception>
    public CelProgram CompileUnchecked(string source, bool macros = true)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new SourceText(source);
        return Binder.Bind(this, text, Parser.Parse(text, macros), isChecked: false);
    }

    internal bool TryGetSlot(string name, out int slot) => _slots.TryGetValue(name, out slot);
}
