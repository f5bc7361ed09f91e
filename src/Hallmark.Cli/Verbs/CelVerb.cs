using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Cel;

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
            IReadOnlyList<KeyValuePair<string, CelValue>> variables = invocation.Get(bindings) is { } file ? ReadBindings(file) : [];
            (CelValue? value, string? error) = Evaluate(invocation, invocation.Get(expression), invocation.Get(container), variables);
            invocation.Output.Result(
                value is { } found ? JsonNode.Parse(ToJson(found))! : new JsonObject { ["error"] = error },
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
        Invocation invocation, string expression, string container, IReadOnlyList<KeyValuePair<string, CelValue>> variables)
    {
        CelEnvironment environment = Environment(container, variables);
        CelValue[] values = [.. variables.Select(pair => pair.Value)];
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
            CelResult result = program.Evaluate(values, CelLimits.Default);
            return result.IsValue ? (result.Value, null) : (null, result.Error!.Message);
        }
    }

    private static CelEnvironment Environment(string container, IReadOnlyList<KeyValuePair<string, CelValue>> variables)
    {
        try
        {
            return new CelEnvironment(container, [.. variables.Select(pair => new CelVariable(pair.Key, CelType.Dyn))]);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--container or --bindings: {e.Message}");
        }
    }

    private static IReadOnlyList<KeyValuePair<string, CelValue>> ReadBindings(string file) => Read(file, bytes =>
    {
        using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = CelJson.MaxDepth });
        return CelJson.ReadBindings(document.RootElement);
    });

    private static T Read<T>(string file, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(InputFile.Read(file));
        }
        catch (Exception e) when (e is JsonException or CelDataException)
        {
            throw new UsageException($"{file}: {e.Message}");
        }
    }

    private static string ToJson(CelValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            CelJson.Write(writer, value);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
