namespace Hallmark.Operations.Homes;

/// <summary>
/// Waiting for the process that writes a ledger, which may be busy with opening or closing it, or stand still: after a few seconds it is
/// told whom one waits for, and some time later it is over.
/// </summary>
internal sealed class WriterWait : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Home _home;
    private readonly Action<string> _tell;
    private readonly CancellationTokenSource _patience;
    private readonly CancellationTokenSource _end;
    private readonly ITimer _quiet;
    private int _writer;

    /// <param name="tell">Told once, on whatever thread; not at all where it does not take long.</param>
    public WriterWait(Home home, TimeProvider clock, Action<string> tell, CancellationToken cancellation)
    {
        (_home, _tell) = (home, tell);
        _patience = new CancellationTokenSource(Patience, clock);
        _end = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token, cancellation);
        _quiet = clock.CreateTimer(Tell, null, Quiet, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the wait is over, or whoever waits is called off.</summary>
    public CancellationToken End => _end.Token;

    public bool IsOver => _patience.IsCancellationRequested;

    /// <summary>What there is to say when it is over.</summary>
    public string Problem =>
        $"{Writer}, which writes the ledger in {_home.Directory}, has not answered for {Patience.TotalMinutes} minutes";

    private string Writer => Volatile.Read(ref _writer) is var id and > 0 ? $"process {id}" : "the process";

    /// <summary>The process that is waited for is known now.</summary>
    public void Meet(int writer) => Volatile.Write(ref _writer, writer);

    public void Dispose()
    {
        _quiet.Dispose();
        _end.Dispose();
        _patience.Dispose();
    }

    private void Tell(object? state) => _tell(
        $"waiting for {Writer}, which writes the ledger in {_home.Directory} and does not answer, {Patience.TotalMinutes} minutes at most");
}
