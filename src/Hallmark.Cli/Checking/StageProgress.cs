namespace Hallmark.Cli.Checking;

/// <summary>One line of progress for each stage that reports itself.</summary>
internal sealed class StageProgress(Output output) : IDisposable
{
    private ProgressLine? _line;
    private string? _stage;

    public void Report(string stage, double share)
    {
        if (stage != _stage)
        {
            _line?.Dispose();
            output.Say($"checking {stage}");
            (_stage, _line) = (stage, output.Progress($"checking {stage}"));
        }
        _line!.Report($"{share:P0}");
    }

    public void Dispose() => _line?.Dispose();
}
