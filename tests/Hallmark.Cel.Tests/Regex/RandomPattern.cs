namespace Hallmark.Cel.Tests.Regex;

/// <summary>Patterns and texts from a seed: only what RE2 and the platform's regular expressions read alike, within ASCII.</summary>
internal sealed class RandomPattern(int seed)
{
    private static readonly string[] Atoms =
    [
        "a", "b", "c", "B", "1", "_", "-", " ", "\\n", ".", "^", "\\A", "\\z", "\\b", "\\B",
        "\\d", "\\D", "\\w", "\\W", "\\S", "\\.", "\\x62",
        "[ab]", "[^ab]", "[a-c]", "[^\\d]", "[\\w-]", "[\\n ]", "[B-b]", "[-a]", "[^-]", "()", "(?:)",
    ];

    private static readonly string[] Repetitions =
    [
        "*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,2}", "{0,1}", "{2,}", "{0,}", "{1}?", "{,2}",
    ];

    private static readonly string[] Openings = ["(", "(", "(?:", "(?i:", "(?s:", "(?m:", "(?i-s:", "(?-i:", "(?P<n>"];

    private readonly Random _random = new(seed);
    private int _names;

    public string Pattern() => Choice(3);

    public string Text() => Several(9, () => Pick(["a", "a", "b", "b", "c", "A", "B", "1", "_", "-", " ", "\n"]));

    /// <summary>Anything that looks a little like a pattern.</summary>
    public string Garbage() => Several(24, () => Pick(
        [
            "a", "k", "(", ")", "[", "]", "{", "}",
            "*", "+", "?", "|", "^", "$", ".", "\\", "-", ":", "<", ">", "P", "p", "Q", "E", "x", "i", "0",
            "1", "9", ",", "é", "😀", "\ud83d", "(?", "(?i)", "[[:alpha:]]", "\\p{L}", "[^", "{2,3}",
        ]));

    private string Choice(int depth) => string.Join('|', Enumerable.Range(0, Pick([1, 1, 1, 2, 3])).Select(_ => Row(depth)));

    private string Row(int depth) => Several(4, () => Atom(depth) + (_random.Next(3) == 0 ? Pick(Repetitions) : ""));

    private string Atom(int depth) => depth > 0 && _random.Next(3) == 0
        ? Pick(Openings).Replace("<n>", $"<n{_names++}>", StringComparison.Ordinal) + Choice(depth - 1) + ")"
        : Pick(Atoms);

    private string Several(int end, Func<string> one) => string.Concat(Enumerable.Range(0, _random.Next(end)).Select(_ => one()));

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
