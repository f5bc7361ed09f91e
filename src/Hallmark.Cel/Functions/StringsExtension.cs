using System.Text;
using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The strings extension. All positions count code points.</summary>
internal static class StringsExtension
{
    private static readonly Signature OfString = new(CelType.String, CelType.String);

    public static void Register(FunctionTable table)
    {
        table.Method("charAt", CharAt, new Signature(CelType.String, CelType.String, CelType.Int));
        StringSearch.Register(table);
        StringParts.Register(table);
        table.Method("lowerAscii", static (in text, ref frame) => Map("lowerAscii", text, char.ToLowerInvariant, ref frame), OfString);
        table.Method("upperAscii", static (in text, ref frame) => Map("upperAscii", text, char.ToUpperInvariant, ref frame), OfString);
        table.Method("trim", Trim, OfString);
        table.Method("reverse", Reverse, OfString);
        table.Function("strings.quote", Quote, OfString);
    }

    private static CelValue CharAt(in CelValue text, in CelValue index, ref Frame frame)
    {
        if (text.Kind != CelKind.String || index.Kind != CelKind.Int)
        {
            return Faults.NoOverload("charAt", text, index);
        }
        string s = text.RawString;
        int at = CodePoints.OffsetOf(s, index.RawInt);
        if (at < 0)
        {
            return OutOfRange(index.RawInt);
        }
        int length = at == s.Length ? 0 : char.IsHighSurrogate(s[at]) ? 2 : 1;
        return CelValue.Text(s.Substring(at, length));
    }

    public static CelValue OutOfRange(long index) => CelValue.Error($"index out of range: {index}");

    private static CelValue Map(string name, in CelValue text, Func<char, char> change, ref Frame frame)
    {
        if (text.Kind != CelKind.String)
        {
            return Faults.NoOverload(name, text);
        }
        frame.Produce(text.RawString.Length);
        return CelValue.Text(string.Create(text.RawString.Length, (text.RawString, change), static (target, state) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                char c = state.RawString[i];
                target[i] = char.IsAscii(c) ? state.change(c) : c;
            }
        }));
    }

    private static CelValue Trim(in CelValue text, ref Frame frame)
    {
        if (text.Kind != CelKind.String)
        {
            return Faults.NoOverload("trim", text);
        }
        frame.Produce(text.RawString.Length);
        return CelValue.Text(text.RawString.Trim());
    }

    private static CelValue Reverse(in CelValue text, ref Frame frame)
    {
        if (text.Kind != CelKind.String)
        {
            return Faults.NoOverload("reverse", text);
        }
        string s = text.RawString;
        frame.Produce(s.Length);
        return CelValue.Text(string.Create(s.Length, s, static (target, source) =>
        {
            source.CopyTo(target);
            target.Reverse();
            for (int i = 0; i + 1 < target.Length; i++)
            {
                if (char.IsLowSurrogate(target[i]))
                {
                    (target[i], target[i + 1]) = (target[i + 1], target[i]);
                    i++;
                }
            }
        }));
    }

    private static CelValue Quote(in CelValue text, ref Frame frame)
    {
        if (text.Kind != CelKind.String)
        {
            return Faults.NoOverload("strings.quote", text);
        }
        frame.Produce((2L * text.RawString.Length) + 2);
        var quoted = new StringBuilder("\"");
        foreach (char c in text.RawString)
        {
            _ = c switch
            {
                '\a' => quoted.Append("\\a"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\v' => quoted.Append("\\v"),
                '\\' => quoted.Append("\\\\"),
                '"' => quoted.Append("\\\""),
                _ => quoted.Append(c),
            };
        }
        return CelValue.Text(quoted.Append('"').ToString());
    }
}
