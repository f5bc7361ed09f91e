namespace Hallmark.Cel.Tests.Regex;

/// <summary>Flags, and what goes beyond ASCII: simple folding, categories and scripts, code points rather than UTF-16 units.</summary>
public sealed class FlagAndUnicodeTests
{
    public static TheoryData<string, string[], string[]> Flags => new()
    {
        { "(?i)abc", ["abc", "ABC", "aBc"], ["ab"] },
        { "(?i)[a-c]x", ["Bx", "bX"], ["dx"] },
        { "(?i)[^a]", ["b", "B"], ["a", "A"] },
        { "a(?i)b", ["ab", "aB"], ["AB"] },
        { "(?i:a)b", ["ab", "Ab"], ["aB", "AB"] },
        { "(?i)a(?-i)b", ["ab", "Ab"], ["aB"] },
        { "(?i)a(?-i:b)c", ["AbC"], ["aBc"] },
        { "(a(?i)b|c)d", ["aBd", "Cd", "cd"], ["Abd", "cD"] },
        { "(?i:a|b)c|d", ["Ac", "Bc", "d"], ["D", "aC"] },
        { "(?s).(?-s).", ["\na"], ["\n\n"] },
        { "(?s:.).", ["\na"], ["a\n"] },
        { "(?s-i)(?i)A.", ["a\n"], [] },
        { "(?im)^a$", ["b\nA\nb"], ["bA"] },
        { "(?m)^a(?-m)$", ["b\na"], ["a\nb"] },
        { "(?U)^a*$", ["", "aa"], ["b"] },
        { "(?U)^a+?$", ["aa"], [""] },
        { "(?U-i:a)", ["a"], ["A"] },
        { "(?)a", ["a"], ["A"] },
        { "(?ii)a", ["A"], ["b"] },
        { "a(?i)*", ["", "aaa"], [] },
        { @"(?i)\Qa.B\E", ["A.b"], ["axb"] },
        { @"(?i)\x61", ["A"], ["b"] },
    };

    public static TheoryData<string, string[], string[]> Folding => new()
    {
        { "(?i)^k$", ["k", "K", "\u212a"], ["c"] },
        { "(?i)^\u212a$", ["k", "K"], ["c"] },
        { "(?i)^[^k]$", ["c"], ["K", "\u212a"] },
        { "(?i)^s$", ["S", "ſ"], ["ß"] },
        { "(?i)^ß$", ["ß", "ẞ"], ["ss", "SS", "s"] },
        { "(?i)^σ$", ["Σ", "ς", "σ"], ["s"] },
        { "(?i)^ǆ$", ["ǅ", "Ǆ", "ǆ"], ["dž"] },
        { "(?i)^é$", ["É"], ["e", "e\u0301"] },
        { "(?i)^я$", ["Я"], ["ya"] },
        { "(?i)^𐐨$", ["𐐀"], ["𐐁"] },
        { "(?i)^i$", ["I"], ["İ", "ı"] },
        { "(?i)^İ$", ["İ"], ["i", "I", "ı"] },
        { "(?i)^µ$", ["μ", "Μ"], ["m"] },
        { "(?i)^å$", ["Å", "\u212b"], ["a"] },
        { "(?i)^Ꭰ$", ["ꭰ"], ["a"] },
        { "(?i)^[a-z]$", ["K", "\u212a", "ſ"], ["é"] },
        { @"(?i)^\w$", ["\u212a", "ſ"], ["é"] },
        { @"(?i)^\W$", ["é"], ["\u212a", "ſ"] },
        { "(?i)^[[:upper:]]$", ["a", "ſ"], ["é", "1"] },
        { @"(?i)^\p{Lu}$", ["a", "é", "ſ"], ["1", "ª"] },
        { @"(?i)^\P{Lu}$", ["1"], ["a", "é"] },
        { @"(?i)^[\p{Greek}]$", ["µ"], ["m"] },
        { @"^[\p{Greek}]$", ["μ"], ["µ"] },
    };

    public static TheoryData<string, string[], string[]> Classes => new()
    {
        { @"^\pL$", ["a", "é", "ª", "日", "𐐀"], ["1", " "] },
        { @"^\PL$", ["1", "\n"], ["a"] },
        { @"^\pL\pN$", ["a1", "é²", "日Ⅷ"], ["11"] },
        { @"^\p{Lu}$", ["A", "É", "𐐀"], ["a", "ǅ"] },
        { @"^\p{Lt}$", ["ǅ"], ["Ǆ", "ǆ"] },
        { @"^\p{Nd}$", ["1", "٣", "𝟗"], ["²", "Ⅷ"] },
        { @"^\p{^Lu}$", ["a", "1"], ["A"] },
        { @"^\P{^Lu}$", ["A"], ["a"] },
        { @"^\p{Greek}$", ["α", "Ω"], ["a", "я"] },
        { @"^\p{^Greek}$", ["a"], ["α"] },
        { @"^\p{Han}$", ["日", "\U00020000"], ["あ"] },
        { @"^\p{Old_Italic}$", ["\U00010300"], ["a"] },
        { @"^\p{Kawi}$", ["\U00011f02"], ["a"] },
        { @"^\p{Any}$", ["a", "\n", "\U0010ffff"], [""] },
        { @"^\P{Any}$", [], ["a", "\n"] },
        { @"^[\p{Greek}\d]$", ["α", "1"], ["a"] },
        { @"^[^\p{Greek}\d]$", ["a"], ["α", "1"] },
        { @"^[\pN-]$", ["1", "-"], ["a"] },
        { @"^[\P{L}a]$", ["a", "1"], ["b"] },
        { @"^\pS\pP\pZ$", ["€! ", "+-\u00a0"], ["a! "] },
        { @"^\pM$", ["\u0301"], ["a"] },
        { @"^\p{C}$", ["\0", "\u00ad", "\ue000"], ["a", "\U000e0080"] },
        { "^😀{2}$", ["😀😀"], ["😀", "😀\ude00"] },
        { "^[😀-😂]$", ["😁"], ["\ud83d", "😃"] },
        { "^[^a]$", ["😀"], ["😀😀"] },
        { "^\ufffd.$", ["\ufffd\ufffd", "\ud83da", "\udc00\ud83d"], ["a"] },
        { @"\x{D83D}", [], ["\ud83d", "😀"] },
        { @"^\p{Cs}$", [], ["\ud83d", "\udc00"] },
    };

    [Theory]
    [MemberData(nameof(Flags))]
    [MemberData(nameof(Folding))]
    [MemberData(nameof(Classes))]
    public void A_pattern_matches_what_RE2_says(string pattern, string[] yes, string[] no) => Match.Check(pattern, yes, no);
}
