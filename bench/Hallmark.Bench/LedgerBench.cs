using System.Diagnostics;
using Hallmark.Ledger;

namespace Hallmark.Bench;

/// <summary>One number of clients at once.</summary>
/// <param name="Share">Statements a second as a share of the machine's raw verification rate.</param>
/// <param name="CpuMicrosecondsPerStatement">Of all threads of the process: what a busy neighbour changes least.</param>
/// <param name="P50Ms">Median time from handing in to acknowledgement, which comes after the flush.</param>
public sealed record LedgerLoad(
    int Clients, int Statements, double PerSecond, double Share, double P50Ms, double P99Ms, double BytesAllocatedPerStatement,
    double CpuMicrosecondsPerStatement,
    double StatementsPerBlock);

/// <param name="RawVerifyPerSecond">
/// ECDSA P-256 verifications a second on all cores: the better of one measurement before and one after.
/// </param>
/// <param name="FlushMs">Median of appending one block's bytes and flushing them, by itself.</param>
public sealed record LedgerFigures(double RawVerifyPerSecond, double FlushMs, IReadOnlyList<LedgerLoad> Runs);

/// <summary>
/// Statements through the real path — door, duplicate check, contracts, roots, seal, flush — from several clients at once, each
/// of which hands in its next statement when the one before is acknowledged.
/// </summary>
public static class LedgerBench
{
    /// <param name="directory">An existing folder; what is made there is removed.</param>
    /// <param name="seconds">How long each load lasts.</param>
    /// <param name="clients">How many clients at once, one load each.</param>
    /// <param name="progress">Told what is being done.</param>
    public static async Task<LedgerFigures> RunAsync(string directory, double seconds, IReadOnlyList<int> clients, Action<string> progress)
    {
        using var folder = new BenchFolder(directory);
        progress("raw verification rate and flush time");
        double raw = Yardsticks.VerificationsPerSecond();
        double flush = Yardsticks.FlushMilliseconds(folder.Path);
        using BenchLedger bench = await BenchLedger.CreateAsync(folder.Path).ConfigureAwait(false);
        var loads = new List<LedgerLoad>();
        await using (Ledger.Ledger ledger = bench.Open())
        {
            await LoadAsync(ledger, bench.Presign(2000), 16, seconds).ConfigureAwait(false); // warm
            foreach (int count in clients)
            {
                progress($"signing statements for {count} clients");
                double expected = count == 1 ? 1 / (flush / 1000) : raw;
                ReadOnlyMemory<byte>[] statements = bench.Presign((int)(expected * seconds) + count);
                progress($"{count} clients");
                loads.Add(await LoadAsync(ledger, statements, count, seconds).ConfigureAwait(false));
            }
        }
        raw = Math.Max(raw, Yardsticks.VerificationsPerSecond());
        return new LedgerFigures(raw, flush, [.. loads.Select(load => load with { Share = load.PerSecond / raw })]);
    }

    private static async Task<LedgerLoad> LoadAsync(Ledger.Ledger ledger, ReadOnlyMemory<byte>[] statements, int clients, double seconds)
    {
        long[] ticks = new long[statements.Length];
        int next = -1;
        ulong blocks = ledger.View.Last.Height.Value;
        GC.Collect();
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(seconds * Stopwatch.Frequency);
        async Task Client()
        {
            while (Stopwatch.GetTimestamp() < end)
            {
                int i = Interlocked.Increment(ref next);
                if (i >= statements.Length)
                {
                    return;
                }
                long handedIn = Stopwatch.GetTimestamp();
                if (await ledger.SubmitAsync(statements[i]).ConfigureAwait(false) is not Submission.Accepted)
                {
                    throw new InvalidOperationException("a statement of the bench was not accepted");
                }
                ticks[i] = Stopwatch.GetTimestamp() - handedIn;
            }
        }
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(Client))).ConfigureAwait(false);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        int count = Math.Min(next + 1, statements.Length);
        long[] times = [.. ticks.Take(count).Where(tick => tick > 0).Order()];
        double Milliseconds(double quantile) => 1000.0 * times[(int)(quantile * (times.Length - 1))] / Stopwatch.Frequency;
        return new LedgerLoad(
            clients, times.Length, times.Length / elapsed, 0, Milliseconds(0.5), Milliseconds(0.99), (double)bytes / times.Length,
            cpu.TotalMicroseconds / times.Length,
            times.Length / (double)(ledger.View.Last.Height.Value - blocks));
    }
}
