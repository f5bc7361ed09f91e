using System.Diagnostics;
using Hallmark.Operations;

namespace Hallmark.Cli;

/// <summary>One line of progress for each stage of a job that takes longer than a moment.</summary>
/// <param name="named">Whether a stage is named when the job passes on to it; not where others say so.</param>
internal sealed class StageLines(Output output, bool named = true) : IProgress<ActionProgress>, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private ProgressLine? _line;
    private string? _stage;

    public void Report(ActionProgress value)
    {
        lock (_gate)
        {
            if (value.Stage != _stage)
            {
                _line?.Dispose();
                if (named && _stage is not null && _since.Elapsed > Moment)
                {
                    output.Say(value.Stage);
                }
                (_stage, _line) = (value.Stage, output.Progress(value.Stage));
            }
            if (value.Detail.Length > 0)
            {
                _line!.Report(value.Detail);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _line?.Dispose();
            _line = null;
        }
    }
}
