using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Hallmark.Cli.Tests;

/// <summary>Every command of the README's blocks, verbatim and in order, in a folder where only the examples lie.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed partial class ReadmeTests : IDisposable
{
    private const char Mark = '\u0001';
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_command_of_the_README_does_what_it_says()
    {
        string[] lines = [.. Commands()];
        Assert.True(lines.Length > 30, $"only {lines.Length} commands were found in the README");
        Prepare();
        string output = await RunAsync(lines);
        string[] answers = output.Split(Mark);
        Assert.Equal(lines.Length + 1, answers.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            int expected = ExitIn().Match(lines[i]) is { Success: true } told ? int.Parse(told.Groups[1].Value) : 0;
            int exit = int.Parse(answers[i + 1].Split('\n')[0]);
            Assert.True(exit == expected, $"{lines[i]}\nexit {exit}, expected {expected}\n{answers[i]}");
        }
        Assert.Contains(
            "exit 3", answers[Array.FindIndex(lines, line => line.Contains("echo \"exit $?\"", StringComparison.Ordinal))],
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Commands() =>
        File.ReadLines(Path.Combine(Cli.Repository, "README.md"))
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal) && Command().IsMatch(line.Trim()))
            .Select(line => line.Trim());

    /// <summary>A checkout as the README sees it, with the program as it is built; what serves until it is stopped is stopped.</summary>
    private void Prepare()
    {
        Directory.CreateSymbolicLink(_folder["examples"], Path.Combine(Cli.Repository, "examples"));
        Directory.CreateSymbolicLink(_folder["COPY"], Path.Combine(_folder["mine"], "log"));
        string launcher = _folder.Write("hallmark", $"""
            #!/bin/sh
            [ "$1" = serve ] || exec dotnet '{Cli.Program}' "$@"
            dotnet '{Cli.Program}' "$@" 2>served &
            while kill -0 $! 2>/dev/null && ! grep -q 'listening on' served; do sleep 0.1; done
            kill -TERM $!
            wait $!
            """);
        File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<string> RunAsync(string[] lines)
    {
        var script = new StringBuilder();
        foreach (string line in lines)
        {
            script.Append(line).Append("\nprintf '\\001%d\\n' $?\n");
        }
        var start = new ProcessStartInfo("bash", ["-c", $"exec 2>&1\n{script}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Path,
        };
        using Process bash = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        return await bash.StandardOutput.ReadToEndAsync(limit.Token);
    }

    [GeneratedRegex(@"^(\./hallmark |f=|printf )")]
    private static partial Regex Command();

    /// <summary>A comment that says how a command ends.</summary>
    [GeneratedRegex(@"#.*\bexit (\d)")]
    private static partial Regex ExitIn();
}
