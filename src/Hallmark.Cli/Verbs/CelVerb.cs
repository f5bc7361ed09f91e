using System.CommandLine;
using Hallmark.Api;
using Hallmark.Cel;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.PolicyFiles;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark cel eval|test</c>: the language of policies, tried out.</summary>
internal static class CelVerb
{
    public static Command Create() => new("cel", "Try expressions of the language in which policies are written.") { Evaluate(), Test() };

    private static Command Evaluate()
    {
        var expression = new Argument<string>("EXPRESSION");
        var bindings = new Option<string?>("--bindings")
        {
            Description = "JSON file with the variables: names and tagged values.",
            HelpName = "FILE",
        };
        var container = new Option<string>("--container")
        {
            Description = "Namespace in which names are looked up.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("eval", "Evaluate an expression.") { expression, bindings, container };
        command.SetBody(invocation =>
        {
            CelBindings variables = invocation.Get(bindings) is { } file ? Read(file, CelBindings.Read) : CelBindings.None;
            CelTried tried = new CelTrial(invocation.Get(expression), invocation.Get(container), variables).Run();
            if (tried.Unfit is { } unfit)
            {
                invocation.Output.Warn($"a policy could not say this, its types do not fit: {unfit}");
            }
            invocation.Output.Result(
                CelErrorAnswer.Of(tried),
                console => Output.WriteLine(console, tried.Value is { } value ? CelJson.Text(value) : $"error: {tried.Error}"));
            return Task.FromResult(tried.Error is null ? ExitCode.Good : ExitCode.Failure);
        });
        return command;
    }

    private static Command Test()
    {
        var file = new Argument<string>("FILE");
        var command = new Command("test", "Run a file of cases in the form of the published vectors.") { file };
        command.SetBody(invocation =>
        {
            CelCaseReport report = Read(invocation.Get(file), bytes => CelCaseFile.Run(bytes, CelLimits.Default));
            invocation.Output.Result(CelCasesAnswer.Of(report), console =>
            {
                foreach (CelCaseFailure failure in report.Failures)
                {
                    Output.WriteLine(console, $"{failure.Section}/{failure.Name}: {failure.Expression}: {failure.Reason}");
                }
                Output.WriteLine(console, $"{report.Passed} passed, {report.Failures.Count} failed");
            });
            return Task.FromResult(report.Failures.Count == 0 ? ExitCode.Good : ExitCode.Failure);
        });
        return command;
    }

    private static T Read<T>(string file, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(InputFile.Read(file));
        }
        catch (CelDataException e)
        {
            throw new UsageException($"{file}: {e.Message}");
        }
    }
}
