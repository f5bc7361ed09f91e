namespace Hallmark.Cel.Syntax;

/// <summary>
/// What an expression may be at most. Everything that walks an expression recurses once for each level, so the levels are what keeps
/// the stack bounded; the language asks for at least 32 of everything.
/// </summary>
internal static class SyntaxLimits
{
    /// <summary>UTF-16 units.</summary>
    public const int SourceLength = 65_536;

    /// <summary>Brackets, parentheses and conditionals within each other.</summary>
    public const int Nesting = 100;

    /// <summary>Levels of the tree; a chain such as a + b + c has one for each operator.</summary>
    public const int Height = 300;

    public const int Nodes = 20_000;

    public const int Arguments = 64;
}
