using System.Threading.Channels;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Streams;

/// <summary>
/// Takes messages into a spool and cuts it into batches, after so many messages or so long after the first. Several messages are flushed at
/// once, and acknowledged when that has returned.
/// </summary>
/// <param name="batchSize">Most messages of a batch.</param>
/// <param name="longest">How long a message waits for others at most.</param>
internal sealed class StreamTaking(
    Spool spool, MessageGate gate, KnownMessages known, int batchSize, TimeSpan longest, TimeProvider clock,
    IProgress<StreamEvent>? told)
{
    /// <summary>Messages that wait in memory, and how many are flushed at once.</summary>
    private const int GroupSize = 256;

    private long _since; // when the first message of what is open came

    public long Taken { get; private set; }

    public long Known { get; private set; }

    public RejectionTally Rejected { get; } = new();

    /// <summary>Until the stream ends, and then cuts what is left.</summary>
    /// <param name="cuts">Told each batch; a full one makes the stream wait.</param>
    public async Task RunAsync(IMessageStream stream, ChannelWriter<long> cuts, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var messages = Channel.CreateBounded<StreamMessage>(GroupSize);
        Task pump = PumpAsync(stream, messages.Writer, stop.Token);
        try
        {
            _since = clock.GetTimestamp();
            await TakeAsync(messages.Reader, cuts, cancellation).ConfigureAwait(false);
            await CutAsync(cuts, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pump.ConfigureAwait(false);
        }
    }

    private static async Task PumpAsync(IMessageStream stream, ChannelWriter<StreamMessage> messages, CancellationToken cancellation)
    {
        try
        {
            await foreach (StreamMessage message in stream.ReadAsync(cancellation).ConfigureAwait(false))
            {
                await messages.WriteAsync(message, cancellation).ConfigureAwait(false);
            }
            messages.Complete();
        }
        catch (Exception e) // whoever reads the channel gets it
        {
            messages.Complete(e);
        }
    }

    private async Task TakeAsync(ChannelReader<StreamMessage> messages, ChannelWriter<long> cuts, CancellationToken cancellation)
    {
        var group = new List<StreamMessage>(GroupSize);
        Task<bool> more = messages.WaitToReadAsync(cancellation).AsTask();
        while (true)
        {
            if (!await IsInTimeAsync(more, cancellation).ConfigureAwait(false))
            {
                await CutAsync(cuts, cancellation).ConfigureAwait(false);
                continue;
            }
            if (!await more.ConfigureAwait(false))
            {
                return;
            }
            group.Clear();
            while (group.Count < GroupSize && messages.TryRead(out StreamMessage? message))
            {
                group.Add(message);
            }
            await KeepAsync(group, cuts, cancellation).ConfigureAwait(false);
            if (spool.Count > 0 && clock.GetElapsedTime(_since) >= longest)
            {
                await CutAsync(cuts, cancellation).ConfigureAwait(false);
            }
            more = messages.WaitToReadAsync(cancellation).AsTask();
        }
    }

    /// <returns>False where what is open has waited for long enough.</returns>
    private async Task<bool> IsInTimeAsync(Task<bool> more, CancellationToken cancellation)
    {
        if (spool.Count == 0 || more.IsCompleted)
        {
            return true;
        }
        TimeSpan left = longest - clock.GetElapsedTime(_since);
        try
        {
            await more.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return more.IsCompleted;
        }
    }

    private async Task KeepAsync(List<StreamMessage> group, ChannelWriter<long> cuts, CancellationToken cancellation)
    {
        var kept = new List<SpooledMessage>(group.Count);
        var rejected = new List<(ReadOnlyMemory<byte> Payload, string Reason)>();
        IReadOnlyList<(SpooledMessage, string?)> all = await gate.LookAsync(group, cancellation).ConfigureAwait(false);
        foreach ((StreamMessage message, (SpooledMessage looked, string? misfit)) in group.Zip(all))
        {
            Standing standing = misfit is null ? known.Of(looked, message.IsAgain) : Standing.New;
            if ((standing == Standing.Conflicting ? "has the id of another message" : misfit) is { } problem)
            {
                rejected.Add((message.Payload, problem));
                Rejected.Add(problem);
            }
            else if (standing == Standing.Again)
            {
                Known++;
            }
            else
            {
                known.Add(looked);
                kept.Add(looked);
            }
        }
        foreach (SpooledMessage[] part in Parts(kept))
        {
            bool isFull = spool.Count + part.Length > batchSize || spool.Bytes + part.Sum(one => one.Length) > Spool.CutBytesLimit;
            if (isFull)
            {
                await CutAsync(cuts, cancellation).ConfigureAwait(false);
            }
            if (spool.Count == 0)
            {
                _since = clock.GetTimestamp();
            }
            spool.Append(part);
            if (spool.Count >= batchSize)
            {
                await CutAsync(cuts, cancellation).ConfigureAwait(false);
            }
        }
        spool.Reject(rejected);
        Taken += kept.Count;
        if (rejected.Count > 0)
        {
            told?.Report(new StreamEvent.Rejected(rejected.Count, rejected[0].Reason, spool.RejectedFile));
        }
        foreach (StreamMessage message in group)
        {
            await message.AcknowledgeAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Such that batches have as many messages as was asked for, however they came, and no part fills a batch by its bytes.
    /// </summary>
    private IEnumerable<SpooledMessage[]> Parts(List<SpooledMessage> kept)
    {
        for (int at = 0; at < kept.Count;)
        {
            long bytes = 0;
            int length = Math.Min(kept.Count - at, batchSize - (spool.Count < batchSize ? spool.Count : 0));
            SpooledMessage[] part = [.. kept.GetRange(at, length).TakeWhile(Fits)];
            yield return part;
            at += part.Length;

            bool Fits(SpooledMessage message) => (bytes += message.Length) <= Spool.CutBytesLimit / 2;
        }
    }

    private async Task CutAsync(ChannelWriter<long> cuts, CancellationToken cancellation)
    {
        if (spool.Count > 0)
        {
            await cuts.WriteAsync(spool.Cut(), cancellation).ConfigureAwait(false);
        }
    }
}
