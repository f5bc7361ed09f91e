namespace Hallmark.Cel.Syntax;

internal enum UnaryOperator : byte
{
    Not,
    Negate,
}

internal enum BinaryOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
}

internal enum ComprehensionKind : byte
{
    All,
    Exists,
    ExistsOne,
    TransformList,
    TransformMap,
}

/// <summary>A node of the tree the parser makes.</summary>
/// <param name="offset">Where in the source it is.</param>
/// <param name="height">Levels of the tree below and with it.</param>
internal abstract class Expr(int offset, int height)
{
    public int Offset { get; } = offset;

    public int Height { get; } = height;

    protected static int Above(params ReadOnlySpan<Expr> parts)
    {
        int height = 0;
        foreach (Expr part in parts)
        {
            height = Math.Max(height, part.Height);
        }
        return height + 1;
    }
}

internal sealed class LiteralExpr(int offset, CelValue value) : Expr(offset, 1)
{
    public CelValue Value { get; } = value;
}

/// <summary>A name; absolute when a dot stands before it.</summary>
internal sealed class IdentExpr(int offset, string name, bool absolute) : Expr(offset, 1)
{
    public string Name { get; } = name;

    public bool Absolute { get; } = absolute;
}

/// <summary>A field of something. A name in back quotes never is a part of a qualified name.</summary>
internal sealed class SelectExpr(int offset, Expr operand, string field, bool quoted) : Expr(offset, Above(operand))
{
    public Expr Operand { get; } = operand;

    public string Field { get; } = field;

    public bool Quoted { get; } = quoted;
}

/// <summary>A name in parentheses: what follows is a field of it and never a part of the name.</summary>
internal sealed class GroupExpr(int offset, Expr inner) : Expr(offset, Above(inner))
{
    public Expr Inner { get; } = inner;
}

/// <summary>The macro has(e.f).</summary>
internal sealed class HasExpr(int offset, Expr operand, string field) : Expr(offset, Above(operand))
{
    public Expr Operand { get; } = operand;

    public string Field { get; } = field;
}

internal sealed class CallExpr(int offset, Expr? target, string function, bool absolute, IReadOnlyList<Expr> arguments)
    : Expr(offset, Above([.. arguments, .. target is null ? Array.Empty<Expr>() : [target]]))
{
    public Expr? Target { get; } = target;

    public string Function { get; } = function;

    public bool Absolute { get; } = absolute;

    public IReadOnlyList<Expr> Arguments { get; } = arguments;
}

internal sealed class IndexExpr(int offset, Expr operand, Expr index) : Expr(offset, Above(operand, index))
{
    public Expr Operand { get; } = operand;

    public Expr Index { get; } = index;
}

internal sealed class UnaryExpr(int offset, UnaryOperator op, Expr operand) : Expr(offset, Above(operand))
{
    public UnaryOperator Operator { get; } = op;

    public Expr Operand { get; } = operand;
}

internal sealed class BinaryExpr(int offset, BinaryOperator op, Expr left, Expr right) : Expr(offset, Above(left, right))
{
    public BinaryOperator Operator { get; } = op;

    public Expr Left { get; } = left;

    public Expr Right { get; } = right;
}

/// <summary>A chain of operands joined by the same logical operator.</summary>
internal sealed class LogicExpr(int offset, bool isAnd, IReadOnlyList<Expr> operands) : Expr(offset, Above([.. operands]))
{
    public bool IsAnd { get; } = isAnd;

    public IReadOnlyList<Expr> Operands { get; } = operands;
}

internal sealed class ConditionalExpr(int offset, Expr condition, Expr then, Expr otherwise)
    : Expr(offset, Above(condition, then, otherwise))
{
    public Expr Condition { get; } = condition;

    public Expr Then { get; } = then;

    public Expr Otherwise { get; } = otherwise;
}

internal sealed class ListExpr(int offset, IReadOnlyList<Expr> items) : Expr(offset, Above([.. items]))
{
    public IReadOnlyList<Expr> Items { get; } = items;
}

internal sealed class MapExpr(int offset, IReadOnlyList<Expr> keys, IReadOnlyList<Expr> values) : Expr(offset, Above([.. keys, .. values]))
{
    public IReadOnlyList<Expr> Keys { get; } = keys;

    public IReadOnlyList<Expr> Values { get; } = values;
}

/// <summary>A macro that goes through a list or a map.</summary>
internal sealed class ComprehensionExpr(int offset, ComprehensionKind kind, Expr range, MacroVariables variables, Expr? filter, Expr body)
    : Expr(offset, Above(range, body, filter ?? body))
{
    public ComprehensionKind Kind { get; } = kind;

    public Expr Range { get; } = range;

    public MacroVariables Variables { get; } = variables;

    /// <summary>Which elements are transformed; null for all.</summary>
    public Expr? Filter { get; } = filter;

    /// <summary>The predicate or the transformation.</summary>
    public Expr Body { get; } = body;
}

/// <summary>The macro cel.bind(name, value, body).</summary>
internal sealed class LetExpr(int offset, string name, Expr value, Expr body) : Expr(offset, Above(value, body))
{
    public string Name { get; } = name;

    public Expr Value { get; } = value;

    public Expr Body { get; } = body;
}

/// <summary>The names a macro binds: the element or key, or index and element, or key and value.</summary>
internal readonly record struct MacroVariables(string First, string? Second);
