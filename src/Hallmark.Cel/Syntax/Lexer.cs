namespace Hallmark.Cel.Syntax;

/// <summary>Cuts the source into words.</summary>
internal sealed partial class Lexer(SourceText source)
{
    private readonly string _text = source.Text;
    private int _at;

    public Token Next()
    {
        SkipBlank();
        int start = _at;
        char first = At(0);
        if (start == _text.Length)
        {
            return new Token(TokenKind.End, start, 0);
        }
        if (StringStart() is int quote && quote >= 0)
        {
            return StringToken(start, quote);
        }
        if (IsWordStart(first))
        {
            return Word(start);
        }
        if (char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(At(1))))
        {
            return Number(start);
        }
        return first == '`' ? Quoted(start) : Symbol(start, first);
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private char At(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void SkipBlank()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (_text[_at] == '/' && At(1) == '/')
            {
                int end = _text.AsSpan(_at).IndexOfAny('\n', '\r');
                _at = end < 0 ? _text.Length : _at + end;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>How far away the quote of a string is that starts here; −1 when none does.</summary>
    private int StringStart()
    {
        int ahead = 0;
        ahead += At(ahead) is 'b' or 'B' ? 1 : 0;
        ahead += At(ahead) is 'r' or 'R' ? 1 : 0;
        return At(ahead) is '"' or '\'' ? ahead : -1;
    }

    private Token StringToken(int start, int quote)
    {
        TokenKind kind = At(0) is 'b' or 'B' ? TokenKind.Bytes : TokenKind.String;
        bool raw = quote > 0 && At(quote - 1) is 'r' or 'R';
        _at += quote;
        char mark = At(0);
        bool triple = At(1) == mark && At(2) == mark;
        _at += triple ? 3 : 1;
        while (!AtClosing(mark, triple))
        {
            if (_at >= _text.Length || (!triple && _text[_at] is '\n' or '\r'))
            {
                throw source.Error(start, "a string that does not end");
            }
            _at += !raw && _text[_at] == '\\' && _at + 1 < _text.Length ? 2 : 1;
        }
        _at += triple ? 3 : 1;
        return new Token(kind, start, _at - start);
    }

    private bool AtClosing(char mark, bool triple) => At(0) == mark && (!triple || (At(1) == mark && At(2) == mark));

    private Token Word(int start)
    {
        while (IsWordPart(At(0)))
        {
            _at++;
        }
        TokenKind kind = _text.AsSpan(start, _at - start) switch
        {
            "true" => TokenKind.True,
            "false" => TokenKind.False,
            "null" => TokenKind.Null,
            "in" => TokenKind.In,
            _ => TokenKind.Identifier,
        };
        return new Token(kind, start, _at - start);
    }

    private Token Number(int start)
    {
        if (At(0) == '0' && At(1) == 'x' && char.IsAsciiHexDigit(At(2)))
        {
            _at += 2;
            while (char.IsAsciiHexDigit(At(0)))
            {
                _at++;
            }
            return WholeNumber(start);
        }
        SkipDigits();
        bool fraction = At(0) == '.' && char.IsAsciiDigit(At(1));
        if (fraction)
        {
            _at++;
            SkipDigits();
        }
        return SkipExponent() || fraction ? new Token(TokenKind.Double, start, _at - start) : WholeNumber(start);
    }

    private Token WholeNumber(int start)
    {
        bool unsigned = At(0) is 'u' or 'U';
        _at += unsigned ? 1 : 0;
        return new Token(unsigned ? TokenKind.Uint : TokenKind.Int, start, _at - start);
    }

    private bool SkipExponent()
    {
        int sign = At(1) is '+' or '-' ? 1 : 0;
        if (At(0) is not ('e' or 'E') || !char.IsAsciiDigit(At(1 + sign)))
        {
            return false;
        }
        _at += 1 + sign;
        SkipDigits();
        return true;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(At(0)))
        {
            _at++;
        }
    }

    private Token Quoted(int start)
    {
        _at++;
        while (IsWordPart(At(0)) || At(0) is '.' or '-' or '/' or ' ')
        {
            _at++;
        }
        if (At(0) != '`' || _at == start + 1)
        {
            throw source.Error(start, "a quoted name that does not end or holds what it may not");
        }
        _at++;
        return new Token(TokenKind.QuotedIdentifier, start, _at - start);
    }
}
