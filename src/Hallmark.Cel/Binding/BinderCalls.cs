using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Functions;
using Hallmark.Cel.Regex;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Binding;

/// <summary>Calls of functions and methods.</summary>
internal sealed partial class Binder
{
    private Bound BindCall(CallExpr call)
    {
        if (QualifiedFunction(call) is FunctionEntry qualified)
        {
            return BindCall(call, qualified, call.Arguments);
        }
        bool isMethod = call.Target is not null;
        IReadOnlyList<Expr> arguments = isMethod ? [call.Target!, .. call.Arguments] : call.Arguments;
        FunctionEntry? entry = isMethod
            ? FunctionTable.Find(call.Function, isMethod: true, arguments.Count)
            : FindFunction(call.Function, call.Absolute, arguments.Count);
        return entry is not null
            ? BindCall(call, entry, arguments)
            : Fault(call, $"no {(isMethod ? "method" : "function")} '{call.Function}' with {call.Arguments.Count} arguments");
    }

    /// <summary>A function whose name has dots, as in strings.quote(x), which looks like a method of something called strings.</summary>
    private FunctionEntry? QualifiedFunction(CallExpr call) =>
        call.Target is not null && QualifiedName(call.Target, out bool absolute) is string name
            ? FindFunction($"{name}.{call.Function}", absolute, call.Arguments.Count)
            : null;

    private FunctionEntry? FindFunction(string name, bool absolute, int count) => _names.Candidates(name, absolute)
        .Select(candidate => FunctionTable.Find(Meant(candidate), isMethod: false, count))
        .FirstOrDefault(entry => entry is not null);

    private string Meant(string function) =>
        function == BitFunctions.ShiftRight && _environment.ShiftsKeepSign ? BitFunctions.SignedShiftRight : function;

    private Bound BindCall(CallExpr call, FunctionEntry entry, IReadOnlyList<Expr> arguments)
    {
        Bound[] bound = BindAll(arguments);
        CelType type = Typed(
            call,
            _rules.Call(entry, [.. bound.Select(argument => argument.Type)]),
            () => $"no such overload: {entry.Name} for {string.Join(", ", bound.Select(argument => Show(argument.Type)))}");
        return entry.Name == "matches" && bound[1].Node is ConstantNode { Value.Kind: CelKind.String } pattern
            ? new Bound(BindPattern(arguments[1], pattern.Value.RawString, bound[0].Node), type)
            : new Bound(entry.Call([.. bound.Select(argument => argument.Node)]), type);
    }

    private Node BindPattern(Expr at, string pattern, Node text)
    {
        try
        {
            return new MatchesNode(Re2Pattern.Parse(pattern), text);
        }
        catch (CelPatternException e)
        {
            return Fault(at, e.Message).Node;
        }
    }
}
