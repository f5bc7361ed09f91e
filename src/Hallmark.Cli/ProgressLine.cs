using System.Diagnostics;
using Spectre.Console;

namespace Hallmark.Cli;

/// <summary>One line of progress that follows a long stage.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly string _stage;
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly bool _inPlace;
    private TimeSpan _last;
    private int _shown;

    public ProgressLine(IAnsiConsole console, string stage)
    {
        (_console, _stage) = (console, stage);
        _inPlace = console.Profile.Capabilities.Ansi && console.Profile.Out.IsTerminal;
    }

    /// <param name="detail">How far it is, e.g. "epoch 3 of 40".</param>
    public void Report(string detail)
    {
        TimeSpan now = _since.Elapsed;
        if (now - _last < (_inPlace ? TerminalInterval : Interval))
        {
            return;
        }
        _last = now;
        string line = $"{_stage}: {detail}";
        if (_inPlace)
        {
            _console.Profile.Out.Writer.Write("\r" + line.PadRight(_shown));
            _console.Profile.Out.Writer.Flush();
            _shown = line.Length;
        }
        else
        {
            _console.WriteLine(line);
        }
    }

    public void Dispose()
    {
        if (_shown > 0)
        {
            _console.Profile.Out.Writer.Write("\r" + new string(' ', _shown) + "\r");
        }
    }
}
