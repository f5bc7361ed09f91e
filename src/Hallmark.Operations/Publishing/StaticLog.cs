using Hallmark.Ledger;
using Hallmark.Ledger.Publishing;

namespace Hallmark.Operations.Publishing;

/// <summary>A copy of static files named by a person.</summary>
public static class StaticLog
{
    /// <exception cref="UsageException">There is no such folder.</exception>
    /// <exception cref="LedgerDamagedException">A file is missing or was changed; names it.</exception>
    public static StaticLogReader Open(string directory) =>
        Directory.Exists(directory) ? new StaticLogReader(directory) : throw new UsageException($"there is no folder {directory}");

    /// <summary>Looks through all of a copy before it is given to others: every tile and every entry leads to the signed root.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    /// <exception cref="LedgerDamagedException">A file is missing or was changed; names it.</exception>
    public static void RequireWhole(string directory)
    {
        StaticLogReader reader = Open(directory);
        foreach (ReadOnlyMemory<byte> _ in reader.Entries())
        {
            // Each was held against its hash, and that against the root.
        }
    }
}
