using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Bench;
using Hallmark.Operations;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark bench</c>: what this machine can do, and what share of it Hallmark reaches, measured in one run.</summary>
internal static class BenchVerb
{
    private static readonly JsonSerializerOptions JsonOptions = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create()
    {
        var command = new Command("bench", "Measure this machine and Hallmark on it, side by side.");
        command.Subcommands.Add(Ledger());
        command.Subcommands.Add(Audit());
        command.Subcommands.Add(Register());
        command.Subcommands.Add(Memory());
        command.Subcommands.Add(Rules());
        return command;
    }

    private static Command Ledger()
    {
        var seconds = new Option<double>("--seconds") { Description = "How long each load lasts.", DefaultValueFactory = _ => 5 };
        var clients = new Option<int[]>("--clients")
        {
            Description = "How many clients at once, one load each.",
            DefaultValueFactory = _ => [1, 32, 256],
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> directory = Folder();
        var command = new Command("ledger", "Statements through door, contracts, seal and flush, against raw signature verification.") { seconds, clients, directory };
        command.SetBody(async invocation =>
        {
            Require(invocation.Get(seconds) is >= 0.1 and <= 3600, "--seconds: 0.1 to 3600");
            Require(invocation.Get(clients).All(count => count is >= 1 and <= 4096), "--clients: 1 to 4096");
            using ProgressLine line = invocation.Output.Progress("bench");
            LedgerFigures figures = await LedgerBench.RunAsync(Existing(invocation.Get(directory)), invocation.Get(seconds), invocation.Get(clients), line.Report)
                .ConfigureAwait(false);
            invocation.Output.Result(ToJson(figures), console => Print(console, figures));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Audit()
    {
        var entries = new Option<int>("--entries") { Description = "In the ledger that is made, opened and audited.", DefaultValueFactory = _ => 100_000 };
        Option<string> directory = Folder();
        var command = new Command("audit", "Opening and a full audit of a large ledger, against raw signature verification.") { entries, directory };
        command.SetBody(async invocation =>
        {
            Require(invocation.Get(entries) is >= 1000 and <= 100_000_000, "--entries: 1,000 to 100,000,000");
            using ProgressLine line = invocation.Output.Progress("bench");
            AuditFigures figures = await AuditBench.RunAsync(Existing(invocation.Get(directory)), invocation.Get(entries), line.Report).ConfigureAwait(false);
            invocation.Output.Result(ToJson(figures), console => PrintFields(console, figures));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Register() => OverRows(
        "register", "Typed rows against raw leaf hashing, CSV against the CSV library alone.", 500_000, RegisterBench.Run);

    private static Command Memory() => OverRows(
        "memory", "The most memory that registering a large CSV file takes.", 5_000_000, RegisterBench.Memory);

    private static Command Rules()
    {
        var rounds = new Option<int>("--rounds") { Description = "Evaluations of each rule in a run.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("cel", "What the rules of a policy cost, once compiled, on one thread.") { rounds };
        command.SetBody(invocation =>
        {
            Require(invocation.Get(rounds) is >= 1000 and <= 1_000_000_000, "--rounds: 1,000 to 1,000,000,000");
            IReadOnlyList<CelFigures> figures = CelBench.Run(invocation.Get(rounds));
            invocation.Output.Result(
                new JsonObject { ["rules"] = new JsonArray([.. figures.Select(rule => ToJson(rule))]) },
                console => figures.ToList().ForEach(rule => PrintFields(console, rule)));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    /// <summary>A bench that is told a folder and how many rows.</summary>
    private static Command OverRows<T>(string name, string description, int usual, Func<string, int, Action<string>, T> run)
    {
        Option<int> rows = Rows(usual);
        Option<string> directory = Folder();
        var command = new Command(name, description) { rows, directory };
        command.SetBody(invocation =>
        {
            using ProgressLine line = invocation.Output.Progress("bench");
            T figures = run(Existing(invocation.Get(directory)), Checked(invocation.Get(rows)), line.Report);
            invocation.Output.Result(ToJson(figures), console => PrintFields(console, figures));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Option<int> Rows(int count) => new("--rows") { Description = "How many rows.", DefaultValueFactory = _ => count };

    private static Option<string> Folder() => new("--dir")
    {
        Description = "Folder on the disk to measure; what is made there is removed.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.GetTempPath(),
    };

    private static int Checked(int rows)
    {
        Require(rows is >= 1000 and <= 1_000_000_000, "--rows: 1,000 to 1,000,000,000");
        return rows;
    }

    private static string Existing(string directory) =>
        Directory.Exists(directory) ? directory : throw new UsageException($"--dir: there is no folder {directory}");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new UsageException(message);
        }
    }

    private static JsonNode ToJson<T>(T figures) => JsonSerializer.SerializeToNode(figures, JsonOptions)!;

    private static void Print(IAnsiConsole console, LedgerFigures figures)
    {
        console.Profile.Out.Writer.WriteLine(
            $"raw verification {figures.RawVerifyPerSecond:F0}/s on all cores, one flush {figures.FlushMs:F3} ms");
        Table table = Output.NewTable("clients", "statements/s", "share", "p50 ms", "p99 ms", "bytes each", "CPU µs each", "per block");
        foreach (LedgerLoad run in figures.Runs)
        {
            Output.AddRow(
                table, $"{run.Clients}", $"{run.PerSecond:F0}", $"{100 * run.Share:F0} %", $"{run.P50Ms:F2}", $"{run.P99Ms:F2}",
                $"{run.BytesAllocatedPerStatement:F0}", $"{run.CpuMicrosecondsPerStatement:F0}", $"{run.StatementsPerBlock:F1}");
        }
        console.Write(table);
    }

    private static void PrintFields<T>(IAnsiConsole console, T figures)
    {
        foreach ((string name, JsonNode? value) in ToJson(figures).AsObject())
        {
            console.Profile.Out.Writer.WriteLine($"{name}: {value}");
        }
    }
}
