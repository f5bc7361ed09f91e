using Hallmark.Cel;
using Hallmark.Operations.PolicyFiles;

namespace Hallmark.Operations.Tests.PolicyFiles;

/// <summary>Who tries an expression is told its value, its error, and whether a policy could say it.</summary>
public sealed class CelTrialTests
{
    [Fact]
    public void An_expression_has_its_value()
    {
        CelTried tried = Try("1 + 2 == 3");
        Assert.True(tried.Value!.Value.AsBool());
        Assert.Null(tried.Error);
        Assert.Null(tried.Unfit);
    }

    [Fact]
    public void An_expression_whose_types_do_not_fit_has_its_value_and_the_complaint()
    {
        CelTried tried = Try("[1, 'a'].size() == 2 || 1 == 'a'");
        Assert.True(tried.Value!.Value.AsBool());
        Assert.NotNull(tried.Unfit);
        Assert.Null(tried.Error);
    }

    [Theory]
    [InlineData("1 +")]
    [InlineData("1 / 0")]
    [InlineData("1 + 'a'")]
    [InlineData("nobody")]
    public void An_expression_without_a_value_has_an_error_only(string expression)
    {
        CelTried tried = Try(expression);
        Assert.Null(tried.Value);
        Assert.NotNull(tried.Error);
        Assert.Null(tried.Unfit);
    }

    private static CelTried Try(string expression) => new CelTrial(expression, "", CelBindings.None).Run();
}
