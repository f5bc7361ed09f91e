namespace Hallmark.Cel.Syntax;

/// <summary>
/// Calls that are macros: has, cel.bind, and those that go through a list or a map. A macro becomes one node of the tree, so that
/// expanding never makes an expression larger.
/// </summary>
internal static class Macros
{
    /// <summary>The macro that a call is; null when it is none.</summary>
    public static Expr? Expand(SourceText source, CallExpr call) => call.Target is null
        ? call is { Function: "has", Arguments.Count: 1 } ? Has(source, call) : null
        : Method(source, call, call.Target);

    private static HasExpr Has(SourceText source, CallExpr call) => call.Arguments[0] is SelectExpr select
        ? new HasExpr(call.Offset, select.Operand, select.Field)
        : throw source.Error(call.Arguments[0].Offset, "has() takes the selection of a field");

    private static Expr? Method(SourceText source, CallExpr call, Expr range)
    {
        IReadOnlyList<Expr> arguments = call.Arguments;
        int count = arguments.Count;
        if (count == 3 && call.Function == "bind" && range is IdentExpr { Name: "cel" })
        {
            return new LetExpr(call.Offset, Name(source, arguments[0]), arguments[1], arguments[2]);
        }
        switch (call.Function)
        {
            case "all" when count is 2 or 3:
                return Make(ComprehensionKind.All, count - 1, null, arguments[^1]);
            case "exists" when count is 2 or 3:
                return Make(ComprehensionKind.Exists, count - 1, null, arguments[^1]);
            case "exists_one" or "existsOne" when count is 2 or 3:
                return Make(ComprehensionKind.ExistsOne, count - 1, null, arguments[^1]);
            case "map" when count is 2 or 3:
                return Make(ComprehensionKind.TransformList, 1, count == 3 ? arguments[1] : null, arguments[^1]);
            case "filter" when count == 2:
                return Make(ComprehensionKind.TransformList, 1, arguments[1], arguments[0]);
            case "transformList" when count is 3 or 4:
                return Make(ComprehensionKind.TransformList, 2, count == 4 ? arguments[2] : null, arguments[^1]);
            case "transformMap" when count is 3 or 4:
                return Make(ComprehensionKind.TransformMap, 2, count == 4 ? arguments[2] : null, arguments[^1]);
            default:
                return null;
        }

        ComprehensionExpr Make(ComprehensionKind kind, int variables, Expr? filter, Expr body) =>
            new(call.Offset, kind, range, Variables(source, arguments, variables), filter, body);
    }

    private static MacroVariables Variables(SourceText source, IReadOnlyList<Expr> arguments, int count)
    {
        string first = Name(source, arguments[0]);
        string? second = count == 2 ? Name(source, arguments[1]) : null;
        return first != second ? new MacroVariables(first, second) : throw source.Error(arguments[1].Offset, "the same name twice");
    }

    private static string Name(SourceText source, Expr argument) => argument is IdentExpr { Absolute: false } ident
        ? ident.Name
        : throw source.Error(argument.Offset, "a macro binds a simple name");
}
