using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Cel;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark cel eval|test</c>: the language of policies, tried out.</summary>
internal static class CelVerb
{
    public static Command Create() => new("cel", "Try expressions of the language in which policies are written.") { Evaluate(), Test() };

    private static Command Evaluate()
    {
        var expression = new Argument<string>("EXPRESSION");
        var bindings = new Option<string?>("--bindings") { Description = "JSON file with the variables: names and tagged values.", HelpName = "FILE" };
        var container = new Option<string>("--container") { Description = "Namespace in which names are looked up.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var command = new Command("eval", "Evaluate an expression.") { expression, bindings, container };
        command.SetBody(invocation =>
        {
            CelBindings variables = invocation.Get(bindings) is { } file ? Read(file, CelBindings.Read) : CelBindings.None;
            (CelValue? value, string? error) = Evaluate(invocation, invocation.Get(expression), invocation.Get(container), variables);
            invocation.Output.Result(
                value is { } found ? ToJson(found) : new JsonObject { ["error"] = error },
                console => console.Profile.Out.Writer.WriteLine(value is { } text ? CelJson.Text(text) : $"error: {error}"));
            return Task.FromResult(error is null ? ExitCode.Good : ExitCode.Failure);
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
            invocation.Output.Result(
                new JsonObject
                {
                    ["passed"] = report.Passed,
                    ["failed"] = report.Failures.Count,
                    ["failures"] = new JsonArray([.. report.Failures.Select(failure => new JsonObject
                    {
                        ["section"] = failure.Section,
                        ["name"] = failure.Name,
                        ["expr"] = failure.Expression,
                        ["reason"] = failure.Reason,
                    })]),
                },
                console =>
                {
                    foreach (CelCaseFailure failure in report.Failures)
                    {
                        console.Profile.Out.Writer.WriteLine($"{failure.Section}/{failure.Name}: {failure.Expression}: {failure.Reason}");
                    }
                    console.Profile.Out.Writer.WriteLine($"{report.Passed} passed, {report.Failures.Count} failed");
                });
            return Task.FromResult(report.Failures.Count == 0 ? ExitCode.Good : ExitCode.Failure);
        });
        return command;
    }

    /// <summary>An expression that does not check but has a value has that value: whoever tries things out is told both.</summary>
    private static (CelValue? Value, string? Error) Evaluate(
        Invocation invocation, string expression, string container, CelBindings variables)
    {
        CelEnvironment environment = variables.Environment(container);
        try
        {
            return Run(environment.Compile(expression));
        }
        catch (CelException unfit)
        {
            try
            {
                (CelValue? value, _) = Run(environment.CompileUnchecked(expression));
                if (value is null)
                {
                    return (null, unfit.Message);
                }
                invocation.Output.Warn($"a policy could not say this, its types do not fit: {unfit.Message}");
                return (value, null);
            }
            catch (CelException)
            {
                return (null, unfit.Message);
            }
        }

        (CelValue? Value, string? Error) Run(CelProgram program)
        {
            CelResult result = program.Evaluate(variables.Values, CelLimits.Default);
            return result.IsValue ? (result.Value, null) : (null, result.Error!.Message);
        }
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

    /// <summary>Values nest deeper than JSON readers usually go.</summary>
    private static JsonNode ToJson(CelValue value) =>
        JsonNode.Parse(CelJson.Text(value), documentOptions: new JsonDocumentOptions { MaxDepth = 4096 })!;
}
