using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>contains, startsWith, endsWith and matches.</summary>
internal static class StringTests
{
    private delegate bool Test(string text, string part);

    public static void Register(FunctionTable table)
    {
        Add(table, "contains", static (text, part) => text.Contains(part, StringComparison.Ordinal));
        Add(table, "startsWith", static (text, part) => text.StartsWith(part, StringComparison.Ordinal));
        Add(table, "endsWith", static (text, part) => text.EndsWith(part, StringComparison.Ordinal));
        var matches = new Signature(CelType.Bool, CelType.String, CelType.String);
        table.Method("matches", Matching.Matches, matches);
        table.Function("matches", Matching.Matches, matches);
    }

    private static void Add(FunctionTable table, string name, Test test) => table.Method(
        name,
        (in text, in part, ref frame) =>
        {
            if (text.Kind != CelKind.String || part.Kind != CelKind.String)
            {
                return Faults.NoOverload(name, text, part);
            }
            SearchCost.Pay(text.RawString, part.RawString, ref frame);
            return CelValue.Of(test(text.RawString, part.RawString));
        },
        new Signature(CelType.Bool, CelType.String, CelType.String));
}
