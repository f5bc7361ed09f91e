using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>What one call of the program answered.</summary>
internal sealed record CliResult(int Exit, string Out, string Error)
{
    /// <summary>The one JSON document on standard output.</summary>
    public JsonNode Json => JsonNode.Parse(Out) ?? throw new InvalidOperationException("Standard output holds null.");

    public CliResult Expect(int exit)
    {
        Assert.True(Exit == exit, $"exit {Exit}, expected {exit}\n--- standard output\n{Out}\n--- standard error\n{Error}");
        return this;
    }
}

/// <summary>Runs the program: in this process, or, where it must be killed, watched or started otherwise, as a child process.</summary>
internal static class Cli
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "hallmark.dll");

    public static string Repository { get; } = FindRepository();

    public static string Clinics { get; } = Path.Combine(Repository, "examples", "clinics");

    /// <summary>In this process, as the program's entry point does.</summary>
    public static CliResult Run(string home, params string[] arguments)
    {
        using var results = new StringWriter();
        using var messages = new StringWriter();
        using var limit = new CancellationTokenSource(Limit);
        int exit = Commands.RunAsync(
            [.. arguments, "--home", home], results, TextWriter.Synchronized(messages), limit.Token).GetAwaiter().GetResult();
        return new CliResult(exit, results.ToString(), messages.ToString());
    }

    /// <summary>As a process of its own.</summary>
    public static CliResult RunProcess(string home, params string[] arguments) =>
        RunWith(new Dictionary<string, string>(), home, arguments);

    public static CliResult RunWith(IReadOnlyDictionary<string, string> environment, string home, params string[] arguments)
    {
        using Process process = Start(home, arguments, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            throw new TimeoutException($"hallmark {string.Join(' ', arguments)} did not end within {Limit}.");
        }
        return new CliResult(process.ExitCode, output.Result, error.Result);
    }

    public static Process Start(string home, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments, "--home", home])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hallmark.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException($"No Hallmark.slnx above {AppContext.BaseDirectory}.");
    }
}
