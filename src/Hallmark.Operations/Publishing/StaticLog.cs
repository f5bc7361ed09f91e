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
}
