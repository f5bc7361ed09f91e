namespace Hallmark.Cel.Syntax;

/// <summary>Operators and punctuation.</summary>
internal sealed partial class Lexer
{
    private Token Symbol(int start, char first)
    {
        TokenKind pair = (first, At(1)) switch
        {
            ('<', '=') => TokenKind.LessEqual,
            ('>', '=') => TokenKind.GreaterEqual,
            ('=', '=') => TokenKind.Equal,
            ('!', '=') => TokenKind.NotEqual,
            ('&', '&') => TokenKind.And,
            ('|', '|') => TokenKind.Or,
            _ => TokenKind.End,
        };
        _at += pair == TokenKind.End ? 1 : 2;
        return pair == TokenKind.End ? new Token(Single(start, first), start, 1) : new Token(pair, start, 2);
    }

    private TokenKind Single(int start, char symbol) => symbol switch
    {
        '.' => TokenKind.Dot,
        ',' => TokenKind.Comma,
        ':' => TokenKind.Colon,
        '?' => TokenKind.Question,
        '(' => TokenKind.LeftParen,
        ')' => TokenKind.RightParen,
        '[' => TokenKind.LeftBracket,
        ']' => TokenKind.RightBracket,
        '{' => TokenKind.LeftBrace,
        '}' => TokenKind.RightBrace,
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '*' => TokenKind.Star,
        '/' => TokenKind.Slash,
        '%' => TokenKind.Percent,
        '!' => TokenKind.Not,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        _ => throw source.Error(start, "a character that means nothing here"),
    };
}
