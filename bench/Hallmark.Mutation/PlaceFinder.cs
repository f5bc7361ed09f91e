using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hallmark.Mutation;

/// <summary>
/// Every place of one file that can be changed, in the order of the text. It goes by syntax; whether a change compiles is found out for
/// those that are drawn.
/// </summary>
internal sealed class PlaceFinder(string project, string path) : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, string[]> Operators = new()
    {
        [SyntaxKind.LessThanExpression] = ["<=", ">="],
        [SyntaxKind.LessThanOrEqualExpression] = ["<", ">"],
        [SyntaxKind.GreaterThanExpression] = [">=", "<="],
        [SyntaxKind.GreaterThanOrEqualExpression] = [">", "<"],
        [SyntaxKind.EqualsExpression] = ["!="],
        [SyntaxKind.NotEqualsExpression] = ["=="],
        [SyntaxKind.LogicalAndExpression] = ["||"],
        [SyntaxKind.LogicalOrExpression] = ["&&"],
        [SyntaxKind.AddExpression] = ["-"],
        [SyntaxKind.SubtractExpression] = ["+"],
        [SyntaxKind.MultiplyExpression] = ["/"],
        [SyntaxKind.DivideExpression] = ["*"],
        [SyntaxKind.ModuloExpression] = ["*"],
        [SyntaxKind.LeftShiftExpression] = [">>"],
        [SyntaxKind.RightShiftExpression] = ["<<"],
        [SyntaxKind.BitwiseAndExpression] = ["|"],
        [SyntaxKind.BitwiseOrExpression] = ["&"],
        [SyntaxKind.AddAssignmentExpression] = ["-="],
        [SyntaxKind.SubtractAssignmentExpression] = ["+="],
    };

    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["Any"] = "All",
        ["All"] = "Any",
        ["Min"] = "Max",
        ["Max"] = "Min",
        ["First"] = "Last",
        ["Last"] = "First",
        ["FirstOrDefault"] = "LastOrDefault",
        ["LastOrDefault"] = "FirstOrDefault",
        ["Take"] = "Skip",
        ["Skip"] = "Take",
        ["StartsWith"] = "EndsWith",
        ["EndsWith"] = "StartsWith",
        ["OrderBy"] = "OrderByDescending",
        ["OrderByDescending"] = "OrderBy",
    };

    private readonly List<Place> _places = [];

    public static IReadOnlyList<Place> In(string project, string path, SyntaxNode root)
    {
        var finder = new PlaceFinder(project, path);
        finder.Visit(root);
        return finder._places;
    }

    /// <summary>What stands in an attribute is fixed when it is compiled, and so is a constant.</summary>
    public override void VisitAttributeList(AttributeListSyntax node)
    {
    }

    public override void VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (!node.Modifiers.Any(SyntaxKind.ConstKeyword))
        {
            base.VisitFieldDeclaration(node);
        }
    }

    public override void VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node)
    {
        if (!node.IsConst)
        {
            base.VisitLocalDeclarationStatement(node);
        }
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        foreach (string other in Operators.GetValueOrDefault(node.Kind(), []))
        {
            OneOrOther(node, "operator", text => WithOperator((BinaryExpressionSyntax)Expression(text), other));
        }
        if (node.IsKind(SyntaxKind.CoalesceExpression))
        {
            OneOrOther(node, "left of ?? dropped", text => ((BinaryExpressionSyntax)Expression(text)).Right.ToString());
        }
        base.VisitBinaryExpression(node);
    }

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.LogicalNotExpression))
        {
            Flipped(node);
        }
        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        Flipped(node);
        base.VisitIsPatternExpression(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        Flipped(node.Condition);
        base.VisitConditionalExpression(node);
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.NumericLiteralExpression))
        {
            OneOrOther(node, "number", text => $"{text} + 1");
            OneOrOther(node, "number", text => $"{text} - 1");
        }
        else if (node.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
        {
            OneOrOther(node, "truth", text => text == "true" ? "false" : "true");
        }
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        string? name = (node.Expression as MemberAccessExpressionSyntax)?.Name.Identifier.Text;
        if (name == "Where")
        {
            OneOrOther(node, "Where dropped", Receiver);
        }
        else if (name is not null && Methods.TryGetValue(name, out string? other))
        {
            OneOrOther(node, "method", text => WithMethod((InvocationExpressionSyntax)Expression(text), other));
        }
        base.VisitInvocationExpression(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        Add(node.Condition, "if never", _ => "false", (number, text) => $"(({text}) && !{Is(number)})");
        Add(node.Condition, "if always", _ => "true", (number, text) => $"(({text}) || {Is(number)})");
        base.VisitIfStatement(node);
    }

    public override void VisitWhileStatement(WhileStatementSyntax node)
    {
        Add(node.Condition, "while never", _ => "false", (number, text) => $"(({text}) && !{Is(number)})");
        base.VisitWhileStatement(node);
    }

    public override void VisitReturnStatement(ReturnStatementSyntax node)
    {
        Returned(node.Expression);
        base.VisitReturnStatement(node);
    }

    public override void VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        Returned(node.Expression);
        base.VisitArrowExpressionClause(node);
    }

    public override void VisitSwitchExpressionArm(SwitchExpressionArmSyntax node)
    {
        if (node.Pattern is not DiscardPatternSyntax)
        {
            Add(node, "arm dropped", _ => "", (number, text) =>
            {
                SwitchExpressionArmSyntax arm = Arm(text);
                string condition = arm.WhenClause is null ? "" : $"({arm.WhenClause.Condition}) && ";
                return $"{arm.Pattern} when {condition}!{Is(number)} => {arm.Expression}";
            });
        }
        base.VisitSwitchExpressionArm(node);
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        Removed(node);
        if (node.Expression is PostfixUnaryExpressionSyntax step)
        {
            string other = step.IsKind(SyntaxKind.PostIncrementExpression) ? "--" : "++";
            Statements(node, "operator", text => $"{((PostfixUnaryExpressionSyntax)Statement(text).Expression).Operand}{other};");
        }
        if (node.Expression is AssignmentExpressionSyntax change && Operators.TryGetValue(change.Kind(), out string[]? others))
        {
            Statements(node, "operator", text =>
            {
                var assignment = (AssignmentExpressionSyntax)Statement(text).Expression;
                return $"{assignment.Left} {others[0]} {assignment.Right};";
            });
        }
        base.VisitExpressionStatement(node);
    }

    public override void VisitThrowStatement(ThrowStatementSyntax node)
    {
        Removed(node);
        base.VisitThrowStatement(node);
    }

    public override void VisitBreakStatement(BreakStatementSyntax node) => Removed(node);

    public override void VisitContinueStatement(ContinueStatementSyntax node) => Removed(node);

    private void Returned(ExpressionSyntax? value)
    {
        if (value is null or LiteralExpressionSyntax or ThrowExpressionSyntax)
        {
            return;
        }
        Flipped(value);
        OneOrOther(value, "returns null", _ => "null");
    }

    private void Flipped(ExpressionSyntax condition) =>
        Add(condition, "flipped", text => $"!({text})", (number, text) => $"(({text}) ^ {Is(number)})");

    private void Removed(StatementSyntax statement) =>
        Add(statement, "removed", _ => "", (number, text) => $"{{ if (!{Is(number)}) {{ {text}\n }} }}");

    private void Statements(StatementSyntax statement, string kind, Func<string, string> changed) =>
        Add(statement, kind, changed, (number, text) => $"{{ if ({Is(number)}) {{ {changed(text)}\n }} else {{ {text}\n }} }}");

    private void OneOrOther(ExpressionSyntax expression, string kind, Func<string, string> changed) =>
        Add(expression, kind, changed, (number, text) => $"({Is(number)} ? {changed(text)} : {text})");

    private void Add(SyntaxNode node, string kind, Func<string, string> changed, Func<int, string, string> switched) =>
        _places.Add(new Place(project, path, _places.Count, node, kind, changed, switched));

    private static string Is(int number) => $"global::Hallmark.Mutants.MutantSwitch.Is({number})";

    private static string WithOperator(BinaryExpressionSyntax binary, string other) => $"{binary.Left} {other} {binary.Right}";

    private static string WithMethod(InvocationExpressionSyntax call, string method)
    {
        var access = (MemberAccessExpressionSyntax)call.Expression;
        return $"{access.Expression}.{method}{call.ArgumentList}";
    }

    private static string Receiver(string text) =>
        ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)Expression(text)).Expression).Expression.ToString();

    private static ExpressionSyntax Expression(string text) => SyntaxFactory.ParseExpression(text);

    private static ExpressionStatementSyntax Statement(string text) => (ExpressionStatementSyntax)SyntaxFactory.ParseStatement(text);

    private static SwitchExpressionArmSyntax Arm(string text) =>
        ((SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"x switch {{ {text} }}")).Arms[0];
}
