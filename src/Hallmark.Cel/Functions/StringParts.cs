using System.Text;
using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>substring, replace, split and join of the strings extension.</summary>
internal static class StringParts
{
    public static void Register(FunctionTable table)
    {
        table.Method("substring", 2, Substring, new Signature(CelType.String, CelType.String, CelType.Int));
        table.Method("substring", 3, Substring, new Signature(CelType.String, CelType.String, CelType.Int, CelType.Int));
        table.Method("replace", 3, Replace, new Signature(CelType.String, CelType.String, CelType.String, CelType.String));
        table.Method("replace", 4, Replace, new Signature(CelType.String, CelType.String, CelType.String, CelType.String, CelType.Int));
        table.Method("split", 2, Split, new Signature(CelType.List(CelType.String), CelType.String, CelType.String));
        table.Method("split", 3, Split, new Signature(CelType.List(CelType.String), CelType.String, CelType.String, CelType.Int));
        table.Method("join", 1, Join, new Signature(CelType.String, CelType.List(CelType.String)));
        table.Method("join", 2, Join, new Signature(CelType.String, CelType.List(CelType.String), CelType.String));
    }

    private static CelValue Substring(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame)
    {
        if (arguments[0].Kind != CelKind.String || arguments[1].Kind != CelKind.Int || arguments[^1].Kind != CelKind.Int)
        {
            return Faults.NoOverload("substring", arguments[0], arguments[1]);
        }
        string text = arguments[0].RawString;
        frame.Produce(text.Length);
        int start = CodePoints.OffsetOf(text, arguments[1].RawInt);
        int end = arguments.Length == 2 ? text.Length : CodePoints.OffsetOf(text, arguments[2].RawInt);
        if (start < 0 || end < 0)
        {
            return StringsExtension.OutOfRange(arguments[start < 0 ? 1 : 2].RawInt);
        }
        return start <= end
            ? CelValue.Text(text[start..end])
            : CelValue.Error($"invalid substring range: {arguments[1].RawInt} to {arguments[2].RawInt}");
    }

    private static CelValue Replace(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame)
    {
        if (!AreStrings(arguments[..3]) || (arguments.Length == 4 && arguments[3].Kind != CelKind.Int))
        {
            return Faults.NoOverload("replace", arguments[0], arguments[1]);
        }
        string text = arguments[0].RawString;
        string old = arguments[1].RawString;
        string with = arguments[2].RawString;
        long most = arguments.Length == 4 && arguments[3].RawInt >= 0 ? arguments[3].RawInt : long.MaxValue;
        SearchCost.Pay(text, old, ref frame);
        frame.Produce(text.Length);
        var result = new StringBuilder();
        int at = 0;
        for (long done = 0; done < most && Next(text, old, at, done) is int found && found >= 0; done++)
        {
            frame.Produce(with.Length + 1L);
            result.Append(text, at, found - at).Append(with);
            at = found + old.Length;
        }
        return CelValue.Text(result.Append(text, at, text.Length - at).ToString());
    }

    /// <summary>Where the next occurrence is. The empty string occurs before the first character, and after each.</summary>
    private static int Next(string text, string old, int at, long done)
    {
        if (old.Length > 0 || done == 0)
        {
            return text.IndexOf(old, at, StringComparison.Ordinal);
        }
        return at == text.Length ? -1 : at + (char.IsHighSurrogate(text[at]) ? 2 : 1);
    }

    private static CelValue Split(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame)
    {
        if (!AreStrings(arguments[..2]) || (arguments.Length == 3 && arguments[2].Kind != CelKind.Int))
        {
            return Faults.NoOverload("split", arguments[0], arguments[1]);
        }
        string text = arguments[0].RawString;
        string separator = arguments[1].RawString;
        long most = arguments.Length == 3 && arguments[2].RawInt >= 0 ? arguments[2].RawInt : long.MaxValue;
        SearchCost.Pay(text, separator, ref frame);
        frame.Produce(text.Length);
        List<CelValue> parts = [];
        int at = 0;
        while (parts.Count + 1L < most && EndOfPart(text, separator, at) is int end && end >= 0)
        {
            frame.Produce(1);
            parts.Add(CelValue.Text(text[at..end]));
            at = end + separator.Length;
        }
        if (most > 0 && (separator.Length > 0 || text.Length > 0))
        {
            parts.Add(CelValue.Text(text[at..]));
        }
        return frame.List([.. parts]);
    }

    /// <summary>Where a part ends that is not the last; −1 when it is. An empty separator ends it after one character.</summary>
    private static int EndOfPart(string text, string separator, int at)
    {
        if (separator.Length > 0)
        {
            return text.IndexOf(separator, at, StringComparison.Ordinal);
        }
        int end = at < text.Length ? at + (char.IsHighSurrogate(text[at]) ? 2 : 1) : text.Length;
        return end < text.Length ? end : -1;
    }

    private static CelValue Join(scoped ReadOnlySpan<CelValue> arguments, ref Frame frame)
    {
        if (arguments[0].Kind != CelKind.List || (arguments.Length == 2 && arguments[1].Kind != CelKind.String))
        {
            return Faults.NoOverload("join", arguments[0]);
        }
        string separator = arguments.Length == 2 ? arguments[1].RawString : "";
        CelValue[] items = arguments[0].RawList.Items;
        var result = new StringBuilder();
        for (int i = 0; i < items.Length; i++)
        {
            frame.Step();
            if (items[i].Kind != CelKind.String)
            {
                return Faults.NoOverload("join of an element", items[i]);
            }
            string before = i == 0 ? "" : separator;
            frame.Produce((long)before.Length + items[i].RawString.Length);
            result.Append(before).Append(items[i].RawString);
        }
        return CelValue.Text(result.ToString());
    }

    private static bool AreStrings(scoped ReadOnlySpan<CelValue> arguments)
    {
        foreach (ref readonly CelValue argument in arguments)
        {
            if (argument.Kind != CelKind.String)
            {
                return false;
            }
        }
        return true;
    }
}
