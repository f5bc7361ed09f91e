using System.Diagnostics;

namespace Hallmark.Cli.Checking;

/// <summary>One line of progress for each stage of a job that takes longer than a moment.</summary>
internal sealed class StageProgress(Output output) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private ProgressLine? _line;
    private string? _stage;

    public void Report(string stage, double share)
    {
        if (stage != _stage)
        {
            _line?.Dispose();
            if (_since.Elapsed > Moment)
            {
                output.Say($"checking {stage}");
            }
            (_stage, _line) = (stage, output.Progress($"checking {stage}"));
        }
        _line!.Report($"{share:P0}");
    }

    public void Dispose() => _line?.Dispose();
}
