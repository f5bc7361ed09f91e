namespace Hallmark.Cel.Syntax;

/// <summary>What stands between operators: names, calls, selections, literals, lists and maps.</summary>
internal sealed partial class Parser
{
    private Expr Member(Token? minus)
    {
        Expr member = minus is Token sign ? Add(Number(sign)) : Primary();
        while (true)
        {
            if (TryTake(TokenKind.Dot))
            {
                member = Selection(member);
            }
            else if (_token.Kind == TokenKind.LeftBracket)
            {
                int offset = Take().Start;
                member = Add(new IndexExpr(offset, member, Expression()));
                Expect(TokenKind.RightBracket, "']'");
            }
            else
            {
                return _token.Kind == TokenKind.LeftBrace && member is IdentExpr or SelectExpr
                    ? throw _source.Error(_token.Start, "messages cannot be constructed: there are no message types")
                    : member;
            }
        }
    }

    private Expr Selection(Expr operand)
    {
        Token token = Take();
        if (token.Kind == TokenKind.QuotedIdentifier)
        {
            return Add(new SelectExpr(token.Start, operand, Text(token)[1..^1], quoted: true));
        }
        if (token.Kind != TokenKind.Identifier)
        {
            throw _source.Error(token.Start, "expected the name of a field");
        }
        return _token.Kind == TokenKind.LeftParen
            ? Call(token, operand, absolute: false)
            : Add(new SelectExpr(token.Start, operand, Text(token), quoted: false));
    }

    private Expr Primary()
    {
        Token token = Take();
        switch (token.Kind)
        {
            case TokenKind.LeftParen:
                Expr inner = Expression();
                Expect(TokenKind.RightParen, "')'");
                return _token.Kind == TokenKind.Dot && inner is IdentExpr or SelectExpr ? Add(new GroupExpr(token.Start, inner)) : inner;
            case TokenKind.LeftBracket:
                return Add(new ListExpr(token.Start, Elements(TokenKind.RightBracket, "']'", allowTrailing: true, int.MaxValue)));
            case TokenKind.LeftBrace:
                return Map(token);
            case TokenKind.Dot when _token.Kind == TokenKind.Identifier:
                return Name(Take(), absolute: true);
            case TokenKind.Identifier:
                return Name(token, absolute: false);
            default:
                return Add(Literal(token));
        }
    }

    private Expr Name(Token token, bool absolute)
    {
        string name = Text(token);
        if (ReservedWords.Contains(name))
        {
            throw _source.Error(token.Start, $"'{name}' is a reserved word");
        }
        return _token.Kind == TokenKind.LeftParen ? Call(token, null, absolute) : Add(new IdentExpr(token.Start, name, absolute));
    }

    private Expr Call(Token name, Expr? target, bool absolute)
    {
        Expect(TokenKind.LeftParen, "'('");
        List<Expr> arguments = Elements(TokenKind.RightParen, "')'", allowTrailing: false, SyntaxLimits.Arguments);
        var call = new CallExpr(name.Start, target, Text(name), absolute, arguments);
        return Add(_macros && !absolute && Macros.Expand(_source, call) is Expr macro ? macro : call);
    }

    private List<Expr> Elements(TokenKind close, string closing, bool allowTrailing, int most)
    {
        List<Expr> elements = [];
        while (_token.Kind != close)
        {
            if (elements.Count == most)
            {
                throw _source.Error(_token.Start, $"more than {most} arguments");
            }
            elements.Add(Expression());
            if (!TryTake(TokenKind.Comma))
            {
                break;
            }
            if (_token.Kind == close && !allowTrailing)
            {
                throw Unexpected("an argument");
            }
        }
        Expect(close, closing);
        return elements;
    }

    private MapExpr Map(Token open)
    {
        List<Expr> keys = [];
        List<Expr> values = [];
        while (_token.Kind != TokenKind.RightBrace)
        {
            keys.Add(Expression());
            Expect(TokenKind.Colon, "':'");
            values.Add(Expression());
            if (!TryTake(TokenKind.Comma))
            {
                break;
            }
        }
        Expect(TokenKind.RightBrace, "'}'");
        return Add(new MapExpr(open.Start, keys, values));
    }

    private LiteralExpr Number(Token minus)
    {
        Token token = Take();
        CelValue? value = token.Kind == TokenKind.Int
            ? NumberLiteral.Int(Text(token), negative: true)
            : NumberLiteral.Double(Text(token), negative: true);
        return new LiteralExpr(minus.Start, value ?? throw _source.Error(minus.Start, "a number out of range"));
    }

    private LiteralExpr Literal(Token token)
    {
        CelValue? value = token.Kind switch
        {
            TokenKind.True => CelValue.True,
            TokenKind.False => CelValue.False,
            TokenKind.Null => CelValue.Null,
            TokenKind.Int => NumberLiteral.Int(Text(token), negative: false),
            TokenKind.Uint => NumberLiteral.Uint(Text(token)),
            TokenKind.Double => NumberLiteral.Double(Text(token), negative: false),
            TokenKind.String or TokenKind.Bytes => new StringLiteral(_source).Read(token),
            TokenKind.End => throw _source.Error(token.Start, "the expression ends too early"),
            _ => throw _source.Error(token.Start, $"'{Text(token)}' is out of place"),
        };
        return new LiteralExpr(token.Start, value ?? throw _source.Error(token.Start, "a number out of range"));
    }
}
