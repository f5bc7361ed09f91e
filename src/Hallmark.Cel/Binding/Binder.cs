using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Binding;

/// <summary>
/// From the tree to what can be evaluated: resolves names and functions and checks types. Without the check everything is dyn, and what
/// would be an error of the check is one of evaluation.
/// </summary>
internal sealed partial class Binder
{
    private readonly CelEnvironment _environment;
    private readonly SourceText _source;
    private readonly bool _checked;
    private readonly NameScope _names;
    private readonly TypeRules _rules = new();

    private Binder(CelEnvironment environment, SourceText source, bool isChecked)
    {
        _environment = environment;
        _source = source;
        _checked = isChecked;
        _names = new NameScope(environment);
    }

    /// <exception cref="CelException">The check found an error.</exception>
    public static CelProgram Bind(CelEnvironment environment, SourceText source, Expr expression, bool isChecked)
    {
        var binder = new Binder(environment, source, isChecked);
        Bound bound = binder.Bind(expression);
        CelType type = isChecked ? binder._rules.Types.Close(bound.Type) : CelType.Dyn;
        return new CelProgram(source.Text, type, bound.Node, binder._names.SlotCount);
    }

    private Bound Bind(Expr expression) => expression switch
    {
        LiteralExpr literal => new Bound(new ConstantNode(literal.Value), TypeNames.TypeOf(literal.Value)),
        IdentExpr ident => BindName(ident),
        SelectExpr select => BindSelection(select),
        GroupExpr group => Bind(group.Inner),
        HasExpr has => BindHas(has),
        CallExpr call => BindCall(call),
        IndexExpr index => BindIndex(index),
        UnaryExpr unary => BindUnary(unary),
        BinaryExpr binary => BindBinary(binary),
        LogicExpr logic => BindLogic(logic),
        ConditionalExpr conditional => BindConditional(conditional),
        ListExpr list => BindList(list),
        MapExpr map => BindMap(map),
        LetExpr let => BindLet(let),
        _ => BindComprehension((ComprehensionExpr)expression),
    };

    private Bound[] BindAll(IReadOnlyList<Expr> expressions) => [.. expressions.Select(Bind)];

    /// <summary>An error of the check; without the check, of evaluation.</summary>
    private Bound Fault(Expr at, string message) =>
        _checked ? throw _source.Error(at.Offset, message) : new Bound(new ErrorNode(message), CelType.Dyn);

    /// <summary>A type that rules gave, where rules hold.</summary>
    private CelType Typed(Expr at, CelType? type, Func<string> message) =>
        !_checked ? CelType.Dyn : type ?? throw _source.Error(at.Offset, message());

    private string Show(CelType type) => _rules.Types.Close(type).ToString();

    private void RequireBool(Expr at, CelType type, string what) =>
        Typed(at, _rules.Types.Fit(CelType.Bool, type) ? type : null, () => $"{what} takes bool, not {Show(type)}");
}
