using System.Diagnostics;
using Hallmark.Audit;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;

namespace Hallmark.Bench;

/// <param name="Entries">In the ledger.</param>
/// <param name="PerSecond">Entries a second of a full audit: signatures, hashes, seals, outcomes and state.</param>
/// <param name="Share">Of the machine's raw verification rate on all cores.</param>
/// <param name="RawVerifyPerSecond">The better of one measurement before and one after.</param>
/// <param name="OpenSeconds">Opening for writing from the snapshot.</param>
/// <param name="OpenReplayed">Entries that opening executed again.</param>
/// <param name="ProofMicroseconds">Median of an inclusion proof for a random entry from tiles in memory.</param>
/// <param name="BytesInMemoryPerEntry">What an open ledger holds for each entry: state, hashes, ids, places of blocks.</param>
/// <param name="PeakMegabytes">Most resident memory the process ever had, building the ledger included.</param>
public sealed record AuditFigures(
    long Entries, double PerSecond, double Share, double RawVerifyPerSecond, double OpenSeconds, ulong OpenReplayed,
    double ProofMicroseconds,
    double BytesInMemoryPerEntry, double PeakMegabytes);

/// <summary>Opening and auditing a large ledger, made for the purpose.</summary>
public static class AuditBench
{
    private const int Group = 20_000;

    /// <param name="directory">An existing folder; what is made there is removed.</param>
    /// <param name="entries">How many to put into the ledger.</param>
    /// <param name="progress">Told what is being done.</param>
    public static async Task<AuditFigures> RunAsync(string directory, int entries, Action<string> progress)
    {
        using var folder = new BenchFolder(directory);
        using BenchLedger bench = await BenchLedger.CreateAsync(folder.Path).ConfigureAwait(false);
        await FillAsync(bench, entries, progress).ConfigureAwait(false);

        progress("opening");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        Ledger.Ledger ledger = bench.Open();
        double open = watch.Elapsed.TotalSeconds;
        long size = (long)ledger.View.Size.Value;
        ulong replayed = ledger.Recovery.Replayed;
        double perEntry = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)size;
        double proof = ProofMicroseconds(ledger.View);
        await ledger.DisposeAsync().ConfigureAwait(false);

        double raw = Yardsticks.VerificationsPerSecond();
        progress("auditing");
        watch.Restart();
        AuditReport report;
        using (FileStorage storage = bench.OpenRead())
        {
            report = ChainAudit.Execute(storage, bench.Snapshots);
        }
        double seconds = watch.Elapsed.TotalSeconds;
        if (report.Verdict != AuditVerdict.Good || report.Coverage.Signatures != (ulong)size)
        {
            throw new InvalidOperationException(
                $"the audit of the bench's own ledger says {report.Verdict}: {report.Findings.FirstOrDefault()?.Message}");
        }
        raw = Math.Max(raw, Yardsticks.VerificationsPerSecond());
        using Process self = Process.GetCurrentProcess();
        return new AuditFigures(
            size, size / seconds, size / seconds / raw, raw, open, replayed, proof, perEntry, self.PeakWorkingSet64 / 1e6);
    }

    private static async Task FillAsync(BenchLedger bench, int entries, Action<string> progress)
    {
        await using Ledger.Ledger ledger = bench.Open();
        for (int done = 0; done < entries; done += Group)
        {
            progress($"filling the ledger: {done} of {entries} entries");
            ReadOnlyMemory<byte>[] statements = bench.Presign(Math.Min(Group, entries - done));
            int next = -1;
            async Task Client()
            {
                for (int i = Interlocked.Increment(ref next); i < statements.Length; i = Interlocked.Increment(ref next))
                {
                    await ledger.SubmitAsync(statements[i]).ConfigureAwait(false);
                }
            }
            await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => Task.Run(Client))).ConfigureAwait(false);
        }
    }

    private static double ProofMicroseconds(LedgerView view)
    {
        const int Proofs = 20_000;
        var random = new Random(1);
        double[] times = new double[Proofs];
        for (int i = 0; i < Proofs; i++)
        {
            var index = new EntryIndex((ulong)random.NextInt64((long)view.Size.Value));
            long start = Stopwatch.GetTimestamp();
            view.Inclusion(index, view.Size);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        Array.Sort(times);
        return times[Proofs / 2];
    }
}
