namespace Hallmark.Cel.Tests.Properties;

/// <summary>Makes expressions by chance: all parts of the grammar, with types that often but not always fit.</summary>
internal sealed class ExpressionMaker(Random random)
{
    private readonly Stack<string> _locals = [];

    public string Any(int depth) => random.Next(5) switch
    {
        0 => Number(depth),
        1 => Text(depth),
        2 => Truth(depth),
        3 => List(depth),
        _ => Map(depth),
    };

    private string Number(int depth) => depth <= 0
        ? Pick("0", "1", "-1", "i", "9223372036854775807", "-9223372036854775808", "x", "2u", "1.5", "l[0]", Local())
        : random.Next(8) switch
        {
            0 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/", "%")} {Number(depth - 1)})",
            1 => $"size({Any(depth - 1)})",
            2 => $"int({Any(depth - 1)})",
            3 => $"-({Number(depth - 1)})",
            4 => $"{List(depth - 1)}[{Number(depth - 1)}]",
            5 => $"{Text(depth - 1)}.indexOf({Text(depth - 1)})",
            6 => $"timestamp({Number(depth - 1)}).{Pick("getHours", "getFullYear", "getDayOfYear")}({Pick("", "'+05:30'")})",
            _ => $"({Truth(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
        };

    private string Text(int depth) => depth <= 0
        ? Pick("''", "'a'", "'é😀'", "s", "\"b\\n\"", "r'\\'", Local())
        : random.Next(6) switch
        {
            0 => $"({Text(depth - 1)} + {Text(depth - 1)})",
            1 => $"string({Any(depth - 1)})",
            2 => $"{Text(depth - 1)}.replace({Text(depth - 1)}, {Text(depth - 1)})",
            3 => $"{List(depth - 1)}.join({Text(depth - 1)})",
            4 => $"{Text(depth - 1)}.substring({Number(depth - 1)})",
            _ => $"{Map(depth - 1)}.{Pick("a", "b")}",
        };

    private string Truth(int depth) => depth <= 0
        ? Pick("true", "false", "x", "1/0 > 0")
        : random.Next(9) switch
        {
            0 => $"({Truth(depth - 1)} {Pick("&&", "||")} {Truth(depth - 1)})",
            1 => $"!({Truth(depth - 1)})",
            2 => $"({Any(depth - 1)} {Pick("==", "!=", "<", ">=", "in")} {Any(depth - 1)})",
            3 => $"{List(depth - 1)}.{Pick("all", "exists", "exists_one")}({Binding(() => Truth(depth - 1))})",
            4 => $"has({Map(depth - 1)}.a)",
            5 => $"{Text(depth - 1)}.{Pick("contains", "startsWith", "endsWith", "matches")}({Text(depth - 1)})",
            6 => $"({Number(depth - 1)} < {Number(depth - 1)})",
            7 => $"{Map(depth - 1)}.{Pick("all", "exists")}(k, v, {Truth(depth - 1)})",
            _ => $"(type({Any(depth - 1)}) == {Pick("int", "string", "list", "dyn", "google.protobuf.Timestamp")})",
        };

    private string List(int depth) => depth <= 0
        ? Pick("[]", "l", "[1, 2]", "['a']", "[x, null]")
        : random.Next(5) switch
        {
            0 => $"[{Any(depth - 1)}, {Any(depth - 1)}]",
            1 => $"({List(depth - 1)} + {List(depth - 1)})",
            2 => $"{List(depth - 1)}.map({Binding(() => Any(depth - 1))})",
            3 => $"{List(depth - 1)}.filter({Binding(() => Truth(depth - 1))})",
            _ => $"{Text(depth - 1)}.split({Text(depth - 1)})",
        };

    private string Map(int depth) => depth <= 0
        ? Pick("{}", "m", "{'a': 1}", "{1: 2, true: 3}")
        : random.Next(2) == 0
            ? $"{{{Any(depth - 1)}: {Any(depth - 1)}}}"
            : $"{Map(depth - 1)}.transformMap(k, v, {Any(depth - 1)})";

    /// <summary>A name of a macro and what may use it.</summary>
    private string Binding(Func<string> body)
    {
        string name = $"v{_locals.Count % 3}";
        _locals.Push(name);
        string text = body();
        _locals.Pop();
        return $"{name}, {text}";
    }

    private string Local() => _locals.TryPeek(out string? name) ? name : "x";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
