using System.Diagnostics;
using Hallmark.Evidence;

namespace Hallmark.Ledger.Tests;

/// <summary>A real process that writes to a ledger, and the journal of what it acknowledged, kept outside of it.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="folder">What <see cref="Writer.WriterFolder"/> made.</param>
    /// <param name="run">Makes its statements differ from those of other processes.</param>
    /// <param name="count">How many statements it hands in before it closes; null: until it is killed.</param>
    /// <param name="fileKiB">Length to which its files may grow, in KiB; null: any.</param>
    public WriterProcess(string folder, string run, int? count = null, long? fileKiB = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Hallmark.Ledger.Writer.dll");
        string limit = fileKiB is null ? "" : $"trap '' XFSZ; ulimit -f {fileKiB};";
        var start = new ProcessStartInfo("bash", ["-c", $"{limit} exec dotnet \"$@\"", "bash", program, folder, run])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (count is not null)
        {
            start.ArgumentList.Add($"{count}");
        }
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // would make large files of its own
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether it came so far that the ledger was open.</summary>
    public bool Opened { get; private set; }

    /// <summary>What was acknowledged so far: statement ids by entry index.</summary>
    public List<(ulong Entry, Digest Id)> Journal { get; } = [];

    /// <summary>Reads the journal until this many acknowledgements are in it or the process has ended.</summary>
    public void ReadUntil(int acknowledgements)
    {
        while ((!Opened || Journal.Count < acknowledgements) && _process.StandardOutput.ReadLine() is { } line)
        {
            Take(line);
        }
    }

    /// <summary>SIGKILL; then what was still in the pipe is read.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        string[] rest = _process.StandardOutput.ReadToEnd().Split('\n');
        foreach (string line in rest[..^1]) // behind the last line end stands nothing, or what a torn line left
        {
            Take(line);
        }
    }

    /// <summary>Waits for the end that it comes to by itself.</summary>
    public (int ExitCode, string Errors) End()
    {
        ReadUntil(int.MaxValue);
        _process.WaitForExit();
        return (_process.ExitCode, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }
        _process.Dispose();
    }

    private void Take(string line)
    {
        if (line == "open")
        {
            Opened = true;
            return;
        }
        string[] parts = line.Split(' ');
        Journal.Add((ulong.Parse(parts[0]), Digest.Parse(parts[1])));
    }
}
