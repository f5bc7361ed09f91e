using System.CommandLine;
using Hallmark.Api;
using Hallmark.Node.Bench;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark bench</c>: what this machine does of it, measured side by side.</summary>
internal static class BenchVerb
{
    public static Command Create() => new("bench", "Measure on this machine what the node takes in.") { Node() };

    private static Command Node()
    {
        Option<int> statements = Number("--statements", "So many each way.", 20_000);
        Option<int> connections = Number("--connections", "So many at once.", 64);
        var command = new Command("node", "Signed statements over loopback beside the same in this process.") { statements, connections };
        command.SetBody(async invocation =>
        {
            var bench = new NodeBench { Statements = invocation.Get(statements), Connections = invocation.Get(connections) };
            NodeBenchAnswer answer = await bench.RunAsync(invocation.Clock, invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Result(answer, console => Output.WriteLine(
                console,
                $"{answer.PerSecond:N0} statements a second over loopback, {answer.InProcessPerSecond:N0} in the process "
                    + $"({answer.Share:P0}); 99 % within {answer.P99Ms:F1} ms"));
            return ExitCode.Good;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int usual) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
}
