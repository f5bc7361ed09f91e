namespace Hallmark.Cel.Syntax;

internal static class ReservedWords
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    };

    /// <summary>Whether a word is kept for languages CEL is embedded in; it may still name a field or a method.</summary>
    public static bool Contains(string word) => Words.Contains(word);
}
