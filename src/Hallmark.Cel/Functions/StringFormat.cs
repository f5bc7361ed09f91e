using System.Text;
using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The method format: clauses %s %d %f %e %b %o %x %X, perhaps with decimals as in %.3f, and %%.</summary>
internal static class StringFormat
{
    private const int UsualDecimals = 6;
    private const int MostDecimals = 100;
    private const int StepsPerClause = 10;

    public static void Register(FunctionTable table) =>
        table.Method("format", Format, new Signature(CelType.String, CelType.String, CelType.List(CelType.Dyn)));

    private static CelValue Format(in CelValue format, in CelValue arguments, ref Frame frame)
    {
        if (format.Kind != CelKind.String || arguments.Kind != CelKind.List)
        {
            return Faults.NoOverload("format", format, arguments);
        }
        ReadOnlySpan<char> rest = format.RawString;
        CelValue[] values = arguments.RawList.Items;
        var result = new StringBuilder();
        int used = 0;
        while (rest.Length > 0)
        {
            int clause = rest.IndexOf('%');
            ReadOnlySpan<char> plain = clause < 0 ? rest : rest[..clause];
            frame.Produce(plain.Length);
            result.Append(plain);
            rest = clause < 0 ? default : rest[(clause + 1)..];
            if (rest is ['%', ..])
            {
                frame.Produce(1);
                result.Append('%');
                rest = rest[1..];
            }
            else if (clause >= 0)
            {
                CelValue fault = Clause(result, ref rest, values, used++, ref frame);
                if (fault.IsError)
                {
                    return fault;
                }
            }
        }
        return used == values.Length ? CelValue.Text(result.ToString()) : CelValue.Error($"{values.Length} values for {used} clauses");
    }

    /// <summary>Writes a value for a clause; gives an error or nothing.</summary>
    private static CelValue Clause(
        StringBuilder result, scoped ref ReadOnlySpan<char> rest, CelValue[] values, int index, ref Frame frame)
    {
        if (!TryDecimals(ref rest, out int decimals) || rest.Length == 0)
        {
            return CelValue.Error("a formatting clause that does not exist");
        }
        if (index >= values.Length)
        {
            return CelValue.Error($"index {index} out of range");
        }
        char clause = rest[0];
        rest = rest[1..];
        if (clause == 's')
        {
            return FormattedValue.Append(result, values[index], ref frame);
        }
        frame.Use(StepsPerClause);
        frame.Scan(values[index]);
        if (FormattedNumber.Of(clause, values[index], decimals) is not string text)
        {
            return CelValue.Error($"the formatting clause '{clause}' does not exist or not for {TypeNames.Of(values[index])}");
        }
        frame.Produce(text.Length);
        result.Append(text);
        return default;
    }

    private static bool TryDecimals(scoped ref ReadOnlySpan<char> rest, out int decimals)
    {
        decimals = UsualDecimals;
        if (rest is not ['.', ..])
        {
            return true;
        }
        decimals = 0;
        int at = 1;
        for (; at < rest.Length && char.IsAsciiDigit(rest[at]) && decimals <= MostDecimals; at++)
        {
            decimals = (decimals * 10) + (rest[at] - '0');
        }
        rest = rest[at..];
        return at > 1 && decimals <= MostDecimals;
    }
}
