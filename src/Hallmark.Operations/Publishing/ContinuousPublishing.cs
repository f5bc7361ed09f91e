using Hallmark.Files;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Publishing;

/// <summary>Publishes a home's ledger into its own folder, and anew while it grows, beside whoever writes it.</summary>
/// <param name="warn">Told what keeps it from publishing.</param>
public sealed class ContinuousPublishing(Home home, TimeProvider clock, Action<string> warn) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Publisher _publisher = new(home, home.Log);
    private object? _published;

    /// <summary>Publishes the ledger as it is now.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        object state = State();
        await _publisher.PublishAsync(cancellation).ConfigureAwait(false);
        _published = state;
    }

    /// <summary>
    /// Looks every second, until it is cancelled. A failure is told once and tried again; a ledger that was tampered with ends it.
    /// </summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        string? told = null;
        while (true)
        {
            await Task.Delay(Period, clock, cancellation).ConfigureAwait(false);
            if (State().Equals(_published))
            {
                continue;
            }
            try
            {
                await StartAsync(cancellation).ConfigureAwait(false);
                told = null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (told != e.Message)
                {
                    warn($"not published: {e.Message}");
                }
                told = e.Message;
            }
        }
    }

    public void Dispose() => _publisher.Dispose();

    /// <summary>What changes with every block. Taken before publishing, so a block in between is published the next time.</summary>
    private object State()
    {
        string path = home.LedgerPath;
        return (FileFacts.Find(path), File.GetLastWriteTimeUtc(path));
    }
}
