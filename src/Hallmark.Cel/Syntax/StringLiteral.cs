using System.Text;

namespace Hallmark.Cel.Syntax;

/// <summary>The values of string and bytes literals: quotes off, escapes resolved.</summary>
internal sealed class StringLiteral(SourceText source)
{
    private readonly List<byte> _octets = [];
    private readonly StringBuilder _text = new();
    private int _at;
    private int _end;
    private bool _bytes;

    public CelValue Read(Token token)
    {
        _bytes = token.Kind == TokenKind.Bytes;
        bool raw = FindBody(token);
        if (raw)
        {
            Append(source.Text.AsSpan(_at, _end - _at));
            _at = _end;
        }
        while (_at < _end)
        {
            ReadPart();
        }
        return _bytes ? CelValue.Octets([.. _octets]) : Whole(token);
    }

    private CelValue Whole(Token token)
    {
        string text = _text.ToString();
        return CodePoints.AreWhole(text)
            ? CelValue.Text(text)
            : throw source.Error(token.Start, "half of a surrogate pair is no character");
    }

    private bool FindBody(Token token)
    {
        string text = source.Text;
        int quote = token.Start;
        while (text[quote] is not ('"' or '\''))
        {
            quote++;
        }
        int marks = token.End - quote >= 6 && text[quote + 1] == text[quote] && text[quote + 2] == text[quote] ? 3 : 1;
        _at = quote + marks;
        _end = token.End - marks;
        return text.AsSpan(token.Start, quote - token.Start).IndexOfAny('r', 'R') >= 0;
    }

    private void ReadPart()
    {
        ReadOnlySpan<char> rest = source.Text.AsSpan(_at, _end - _at);
        int escape = rest.IndexOf('\\');
        Append(escape < 0 ? rest : rest[..escape]);
        _at += escape < 0 ? rest.Length : escape;
        if (escape >= 0)
        {
            ReadEscape();
        }
    }

    private void ReadEscape()
    {
        int start = _at;
        char code = _at + 1 < _end ? source.Text[_at + 1] : '\0';
        _at += 2;
        switch (code)
        {
            case 'x' or 'X':
                AppendNumber(start, Digits(start, 2, 16));
                break;
            case 'u' when !_bytes:
                AppendUnit(Digits(start, 4, 16));
                break;
            case 'U' when !_bytes:
                AppendNumber(start, Digits(start, 8, 16));
                break;
            case >= '0' and <= '3':
                _at--;
                AppendNumber(start, Digits(start, 3, 8));
                break;
            default:
                AppendNumber(start, Simple(start, code));
                break;
        }
    }

    private uint Simple(int start, char code) => code switch
    {
        '\\' or '?' or '"' or '\'' or '`' => code,
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => throw source.Error(start, "an escape that does not exist"),
    };

    private uint Digits(int start, int count, uint radix)
    {
        uint value = 0;
        for (int end = _at + count; _at < end; _at++)
        {
            uint digit = _at < _end ? Digit(source.Text[_at]) : radix;
            if (digit >= radix)
            {
                throw source.Error(start, "an escape with too few digits");
            }
            value = (value * radix) + digit;
        }
        return value;
    }

    private static uint Digit(char c) => c switch
    {
        >= '0' and <= '9' => (uint)(c - '0'),
        >= 'a' and <= 'f' => (uint)(c - 'a' + 10),
        >= 'A' and <= 'F' => (uint)(c - 'A' + 10),
        _ => uint.MaxValue,
    };

    private void Append(ReadOnlySpan<char> text)
    {
        if (_bytes)
        {
            _octets.AddRange(Encoding.UTF8.GetBytes(text.ToArray()));
        }
        else
        {
            _text.Append(text);
        }
    }

    /// <summary>A code point in a string, an octet in bytes.</summary>
    private void AppendNumber(int start, uint number)
    {
        if (_bytes)
        {
            _octets.Add((byte)number);
        }
        else if (Rune.TryCreate(number, out Rune rune))
        {
            _text.Append(rune.ToString());
        }
        else
        {
            throw source.Error(start, "an escape that is no code point");
        }
    }

    /// <summary>Two of these may make a surrogate pair, so the string is looked at as a whole in the end.</summary>
    private void AppendUnit(uint unit) => _text.Append((char)unit);
}
