using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Cel.Tests.Vectors;

namespace Hallmark.Cel.Tests.Properties;

/// <summary>
/// Whatever the text, Compile gives a program or a CelException, and Evaluate a result, the same each time. Seeded, so that a failure
/// comes again.
/// </summary>
public class FuzzTests
{
    private static readonly CelLimits Limits = new(20_000, 20_000);

    private static readonly CelEnvironment Environment = new(
        "c",
        [
            new("x", CelType.Dyn), new("i", CelType.Int), new("s", CelType.String), new("l", CelType.List(CelType.Int)),
            new("c.m", CelType.Map(CelType.String, CelType.Dyn)),
        ]);

    private static readonly CelValue[] Values =
    [
        CelValue.Of(1.5), CelValue.Of(3L), CelValue.Of("aé😀"), CelValue.Of(new CelList([CelValue.Of(1L), CelValue.Of(2L)])),
        CelValue.Of(new CelMap([KeyValuePair.Create(CelValue.Of("a"), CelValue.Null)])),
    ];

    [Fact]
    public void Random_characters()
    {
        const string Alphabet = "aixslm.'\"\\`()[]{}?:,+-*/%!<>=&| \n0123456789eEuUxbrR/é😀\0";
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder();
            for (int length = random.Next(40); length > 0; length--)
            {
                text.Append(Alphabet[random.Next(Alphabet.Length)]);
            }
            Try(text.ToString());
        }
    }

    [Fact]
    public void Random_words()
    {
        string[] words =
        [
            "x", "i", "s", "l", "m", "true", "null", "1", "2u", "1.5", "'a'", "b'a'", "-", "!", "+", "*", "/", "%", "<", "==", "in", "&&",
            "||", "?", ":", "(", ")", "[", "]", "{", "}", ",", ".", "all", "map", "has", "size", "exists", "filter", "matches",
            "timestamp", "duration", "getHours", "dyn", "type", "int", "string", "split", "join", "replace",
            "9223372036854775807", "-9223372036854775808", "0.0", "cel.bind", "format", "math.least", "transformMap", "'%s'", "a",
        ];
        var random = new Random(2);
        for (int round = 0; round < 20_000; round++)
        {
            string between = random.Next(2) == 0 ? " " : "";
            Try(string.Join(between, Enumerable.Range(0, random.Next(1, 15)).Select(_ => words[random.Next(words.Length)])));
        }
    }

    [Fact]
    public void Published_expressions_with_changes()
    {
        List<string> expressions = [.. SharedVectors.Cel()
            .SelectMany(file => JsonNode.Parse(file.Span)!["tests"]!.AsArray())
            .Select(test => (string)test!["expr"]!)];
        var random = new Random(3);
        foreach (string expression in expressions)
        {
            for (int round = 0; round < 20; round++)
            {
                Try(Changed(expression, expressions[random.Next(expressions.Count)], random));
            }
        }
    }

    [Fact]
    public void Expressions_made_by_the_grammar_mostly_compile_and_never_do_anything_else()
    {
        var random = new Random(4);
        int compiled = Enumerable.Range(0, 20_000).Count(_ => Try(new ExpressionMaker(random).Any(random.Next(1, 5))));
        Assert.InRange(compiled, 2_000, 20_000);
    }

    private static string Changed(string expression, string other, Random random)
    {
        int from = random.Next(expression.Length);
        int to = random.Next(from, Math.Min(expression.Length, from + 10) + 1);
        string piece = random.Next(4) switch
        {
            0 => "",
            1 => other[random.Next(other.Length)].ToString(),
            2 => expression[from..to] + expression[from..to],
            _ => other,
        };
        return expression[..from] + piece + expression[to..];
    }

    /// <summary>Whether it compiles with the check, which must not change what the expression evaluates to.</summary>
    private static bool Try(string expression)
    {
        CelResult? withCheck = TryOne(expression, Environment.Compile);
        CelResult? without = TryOne(expression, source => Environment.CompileUnchecked(source));
        if (withCheck is not null)
        {
            Assert.Equal(Shown(withCheck.Value), Shown(without!.Value));
        }
        return withCheck is not null;
    }

    /// <summary>Null when it does not compile.</summary>
    private static CelResult? TryOne(string expression, Func<string, CelProgram> compile)
    {
        CelProgram program;
        try
        {
            program = compile(expression);
        }
        catch (CelException e)
        {
            Assert.True(e.Line > 0 && e.Column > 0, expression);
            return null;
        }
        CelResult first = program.Evaluate(Values, Limits);
        Assert.Equal(Shown(first), Shown(program.Evaluate(Values, Limits)));
        return first;
    }

    private static string Shown(CelResult result) => $"{result.Steps} {result.Error?.ToString() ?? CelJson.Text(result.Value)}";
}
