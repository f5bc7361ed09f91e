namespace Hallmark.Cel.Tests.Vectors;

public class CelVectorTests
{
    [Fact]
    public void All_published_cases_pass_but_for_those_whose_expected_text_was_garbled()
    {
        var reports = SharedVectors.Cel().Select(file => CelCaseFile.Run(file.Json, CelLimits.Default)).ToList();
        foreach (CelCaseFailure failure in reports.SelectMany(report => report.Failures))
        {
            TestContext.Current.SendDiagnosticMessage($"{failure.Section}/{failure.Name}: {failure.Expression}: {failure.Reason}");
            Console.Error.WriteLine($"{failure.Section}/{failure.Name}: {failure.Expression}: {failure.Reason}");
        }
        Assert.Equal(967, reports.Sum(report => report.Count));
        Assert.Equal(947, reports.Sum(report => report.Passed));
    }
}
