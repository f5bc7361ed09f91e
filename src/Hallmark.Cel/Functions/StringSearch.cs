using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>indexOf and lastIndexOf of the strings extension.</summary>
internal static class StringSearch
{
    public static void Register(FunctionTable table)
    {
        table.Method("indexOf", First, new Signature(CelType.Int, CelType.String, CelType.String));
        table.Method("indexOf", 3, First, new Signature(CelType.Int, CelType.String, CelType.String, CelType.Int));
        table.Method("lastIndexOf", Last, new Signature(CelType.Int, CelType.String, CelType.String));
        table.Method("lastIndexOf", 3, Last, new Signature(CelType.Int, CelType.String, CelType.String, CelType.Int));
    }

    private static CelValue First(in CelValue text, in CelValue part, ref Frame frame) =>
        First([text, part, CelValue.Of(0L)], ref frame);

    private static CelValue First(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame)
    {
        if (!AreSound(arguments))
        {
            return Faults.NoOverload("indexOf", arguments[0], arguments[1]);
        }
        string text = arguments[0].RawString;
        string part = arguments[1].RawString;
        SearchCost.Pay(text, part, ref frame);
        int from = CodePoints.OffsetOf(text, arguments[2].RawInt);
        return from < 0
            ? StringsExtension.OutOfRange(arguments[2].RawInt)
            : Position(text, text.IndexOf(part, from, StringComparison.Ordinal));
    }

    private static CelValue Last(in CelValue text, in CelValue part, ref Frame frame) => text.Kind == CelKind.String
        ? Last([text, part, CelValue.Of((long)CodePoints.Count(text.RawString))], ref frame)
        : Faults.NoOverload("lastIndexOf", text, part);

    /// <summary>The last occurrence that starts at the given place or before it.</summary>
    private static CelValue Last(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame)
    {
        if (!AreSound(arguments))
        {
            return Faults.NoOverload("lastIndexOf", arguments[0], arguments[1]);
        }
        string text = arguments[0].RawString;
        string part = arguments[1].RawString;
        SearchCost.Pay(text, part, ref frame);
        int from = CodePoints.OffsetOf(text, arguments[2].RawInt);
        if (from < 0)
        {
            return StringsExtension.OutOfRange(arguments[2].RawInt);
        }
        int end = (int)Math.Min(text.Length, (long)from + part.Length);
        return Position(text, text.AsSpan(0, end).LastIndexOf(part, StringComparison.Ordinal));
    }

    private static CelValue Position(string text, int at) => CelValue.Of(at < 0 ? -1L : CodePoints.Count(text.AsSpan(0, at)));

    private static bool AreSound(scoped ReadOnlySpan<CelValue> arguments) =>
        arguments[0].Kind == CelKind.String && arguments[1].Kind == CelKind.String && arguments[2].Kind == CelKind.Int;
}
