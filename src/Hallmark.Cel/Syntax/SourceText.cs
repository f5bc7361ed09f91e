namespace Hallmark.Cel.Syntax;

/// <summary>The text of an expression, and where in it a place is.</summary>
internal sealed class SourceText
{
    public SourceText(string text)
    {
        Text = text;
        if (text.Length > SyntaxLimits.SourceLength)
        {
            throw new CelException(1, 1, $"the expression is longer than {SyntaxLimits.SourceLength} characters");
        }
        if (!CodePoints.AreWhole(text))
        {
            throw new CelException(1, 1, "the expression is not a sequence of code points");
        }
    }

    public string Text { get; }

    public CelException Error(int offset, string reason)
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, Math.Min(offset, Text.Length));
        int line = before.Count('\n') + 1;
        int column = CodePoints.Count(before[(before.LastIndexOf('\n') + 1)..]) + 1;
        return new CelException(line, column, reason);
    }
}
