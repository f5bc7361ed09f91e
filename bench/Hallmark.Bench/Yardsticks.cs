using System.Diagnostics;
using System.Security.Cryptography;
using Hallmark.Ledger.Storage;

namespace Hallmark.Bench;

/// <summary>What the machine itself can do, measured in the same run as what is held against it.</summary>
internal static class Yardsticks
{
    /// <summary>ECDSA P-256 verifications a second of the platform's library, all cores busy, nothing else done.</summary>
    public static double VerificationsPerSecond(double seconds = 2)
    {
        const int Signatures = 256;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[][] hashes = [.. Enumerable.Range(0, Signatures).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];
        byte[][] signatures = [.. hashes.Select(hash => key.SignHash(hash))];
        using ECDsa publicKey = ECDsa.Create(key.ExportParameters(includePrivateParameters: false));
        long total = 0;
        var watch = Stopwatch.StartNew();
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            long done = 0;
            while (watch.Elapsed.TotalSeconds < seconds)
            {
                for (int i = 0; i < Signatures; i++)
                {
                    if (!publicKey.VerifyHash(hashes[i], signatures[i]))
                    {
                        throw new InvalidOperationException("a good signature did not verify");
                    }
                }
                done += Signatures;
            }
            Interlocked.Add(ref total, done);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return total / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Median milliseconds of appending as many bytes as a block with one statement has and flushing them.</summary>
    public static double FlushMilliseconds(string directory)
    {
        const int Appends = 200;
        byte[] block = new byte[2048];
        string path = Path.Combine(directory, "flush.tmp");
        double[] times = new double[Appends];
        using (FileStorage file = FileStorage.Create(path))
        {
            for (int i = 0; i < Appends; i++)
            {
                var watch = Stopwatch.StartNew();
                file.Write((long)i * block.Length, block);
                file.Flush(FlushPoint.Group);
                times[i] = watch.Elapsed.TotalMilliseconds;
            }
        }
        File.Delete(path);
        Array.Sort(times);
        return times[Appends / 2];
    }
}
