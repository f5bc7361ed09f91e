using Hallmark.Evidence;

namespace Hallmark.Node;

/// <summary>
/// Waits for blocks on behalf of all who follow: one look at the ledger every <see cref="Period"/>, however many they are, and none while
/// nobody waits.
/// </summary>
internal sealed class NewBlocks(HomeNode node)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Task? _looking;

    /// <summary>Comes back when the ledger has a block of this height.</summary>
    public async Task WaitAsync(BlockHeight height, CancellationToken cancellation)
    {
        while (node.View.Last.Height < height)
        {
            await Look().WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private Task Look()
    {
        lock (_gate)
        {
            return _looking is { IsCompleted: false } ? _looking : _looking = LookAsync();
        }
    }

    private async Task LookAsync()
    {
        await Task.Delay(Period).ConfigureAwait(false);
        node.CatchUp();
    }
}
