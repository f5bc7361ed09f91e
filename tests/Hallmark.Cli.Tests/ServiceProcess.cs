using System.Diagnostics;

namespace Hallmark.Cli.Tests;

/// <summary>A command that runs until it is stopped, as a real process on a port that the system chose.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Mark = "listening on ";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ServiceProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Ends with a slash.</summary>
    public string Address { get; }

    public static ServiceProcess Start(string home, params string[] arguments)
    {
        Process process = Cli.Start(home, [.. arguments, "--listen", "http://127.0.0.1:0"]);
        var said = new List<string>();
        while (process.StandardError.ReadLine() is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                return new ServiceProcess(process, line[Mark.Length..].Trim());
            }
            said.Add(line);
        }
        throw new InvalidOperationException($"hallmark {arguments[0]} did not listen: {string.Join('\n', said)}");
    }

    /// <summary>The next line of its standard output.</summary>
    public string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Standard output ended.");

    /// <summary>Asks it to end, as a service manager does, and answers its exit code.</summary>
    public int Stop()
    {
        using (var kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]))
        {
            kill.WaitForExit();
        }
        return _process.WaitForExit(Limit) ? _process.ExitCode : throw new TimeoutException("It did not end when asked to.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }
}
