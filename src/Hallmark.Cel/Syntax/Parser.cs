namespace Hallmark.Cel.Syntax;

/// <summary>From the source to the tree, by recursive descent; each method is a rule of the grammar.</summary>
internal sealed partial class Parser
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
