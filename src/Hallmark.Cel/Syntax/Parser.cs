namespace Hallmark.Cel.Syntax;

/// <summary>From the source to the tree, by recursive descent; each method is a rule of the grammar.</summary>
internal sealed class Parser
{
    private readonly SourceText _source;
    private readonly Lexer _lexer;
    private readonly bool _macros;
    private Token _token;
    private int _nesting;
    private int _nodes;

    private Parser(SourceText source, bool macros)
    {
        _source = source;
        _macros = macros;
        _lexer = new Lexer(source);
        _token = _lexer.Next();
    }

    /// <exception cref="CelException">The text is no expression, or too large a one.</exception>
    public static Expr Parse(SourceText source, bool macros = true)
    {
        var parser = new Parser(source, macros);
        Expr expression = parser.Expression();
        return parser._token.Kind == TokenKind.End ? expression : throw parser.Unexpected("the end");
    }

    private Expr Expression()
    {
        if (++_nesting > SyntaxLimits.Nesting)
        {
            throw _source.Error(_token.Start, $"nested more than {SyntaxLimits.Nesting} deep");
        }
        Expr expression = Or();
        if (_token.Kind == TokenKind.Question)
        {
            int offset = Take().Start;
            Expr then = Or();
            Expect(TokenKind.Colon, "':'");
            expression = Add(new ConditionalExpr(offset, expression, then, Expression()));
        }
        _nesting--;
        return expression;
    }

    private Expr Or() => Logic(TokenKind.Or, () => Logic(TokenKind.And, Relation));

    private Expr Logic(TokenKind op, Func<Expr> operand)
    {
        Expr first = operand();
        if (_token.Kind != op)
        {
            return first;
        }
        int offset = _token.Start;
        List<Expr> operands = [first];
        while (TryTake(op))
        {
            operands.Add(operand());
        }
        return Add(new LogicExpr(offset, op == TokenKind.And, operands));
    }

    private Expr Relation() => Chain(Addition, kind => kind switch
    {
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessEqual => BinaryOperator.LessEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterEqual => BinaryOperator.GreaterEqual,
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        TokenKind.In => BinaryOperator.In,
        _ => null,
    });

    private Expr Addition() => Chain(Multiplication, kind => kind switch
    {
        TokenKind.Plus => BinaryOperator.Add,
        TokenKind.Minus => BinaryOperator.Subtract,
        _ => null,
    });

    private Expr Multiplication() => Chain(Unary, kind => kind switch
    {
        TokenKind.Star => BinaryOperator.Multiply,
        TokenKind.Slash => BinaryOperator.Divide,
        TokenKind.Percent => BinaryOperator.Remainder,
        _ => null,
    });

    private Expr Chain(Func<Expr> operand, Func<TokenKind, BinaryOperator?> operatorOf)
    {
        Expr left = operand();
        while (operatorOf(_token.Kind) is BinaryOperator op)
        {
            int offset = Take().Start;
            left = Add(new BinaryExpr(offset, op, left, operand()));
        }
        return left;
    }

    /// <summary>A run of the same operator, which does not mix with the other one; the last minus before a number belongs to it.</summary>
    private Expr Unary()
    {
        TokenKind kind = _token.Kind;
        if (kind is not (TokenKind.Not or TokenKind.Minus))
        {
            return Member(minus: null);
        }
        List<Token> run = [];
        while (_token.Kind == kind)
        {
            run.Add(Take());
        }
        Token? minus = null;
        if (kind == TokenKind.Minus && _token.Kind is TokenKind.Int or TokenKind.Double)
        {
            minus = run[^1];
            run.RemoveAt(run.Count - 1);
        }
        else if (kind == TokenKind.Not && _token.Kind == TokenKind.Minus)
        {
            minus = TakeMinusOfNumber();
        }
        Expr operand = Member(minus);
        UnaryOperator op = kind == TokenKind.Not ? UnaryOperator.Not : UnaryOperator.Negate;
        for (int i = run.Count - 1; i >= 0; i--)
        {
            operand = Add(new UnaryExpr(run[i].Start, op, operand));
        }
        return operand;
    }

    private Token TakeMinusOfNumber()
    {
        Token minus = Take();
        return _token.Kind is TokenKind.Int or TokenKind.Double ? minus : throw Unexpected("a number");
    }

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
                return inner;
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

    private T Add<T>(T expression)
        where T : Expr
    {
        if (expression.Height > SyntaxLimits.Height)
        {
            throw _source.Error(expression.Offset, $"the expression has more than {SyntaxLimits.Height} levels");
        }
        return ++_nodes <= SyntaxLimits.Nodes
            ? expression
            : throw _source.Error(expression.Offset, $"the expression has more than {SyntaxLimits.Nodes} parts");
    }

    private string Text(Token token) => _source.Text.Substring(token.Start, token.Length);

    private Token Take()
    {
        Token taken = _token;
        _token = taken.Kind == TokenKind.End ? taken : _lexer.Next();
        return taken;
    }

    private bool TryTake(TokenKind kind)
    {
        bool found = _token.Kind == kind;
        if (found)
        {
            Take();
        }
        return found;
    }

    private void Expect(TokenKind kind, string name)
    {
        if (!TryTake(kind))
        {
            throw Unexpected(name);
        }
    }

    private CelException Unexpected(string expected) => _source.Error(
        _token.Start,
        _token.Kind == TokenKind.End ? $"expected {expected}, found the end" : $"expected {expected}, found '{Text(_token)}'");
}
