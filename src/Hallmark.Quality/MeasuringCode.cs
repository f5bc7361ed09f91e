using System.Globalization;
using Hallmark.Quality.Checks;

namespace Hallmark.Quality;

/// <summary>
/// The versions of the code that measures batches, all of which this program can still run: a judgement names the one that took its
/// measurements, and a recheck takes them again with the same. So no result of a version ever changes: a check that is added, or computes
/// something else, does so from a new version on (<see cref="Check.Since"/>, <see cref="CheckedRecords.Code"/>). Which version a validator
/// has to use is for the rules of the ledger to say.
/// </summary>
public static class MeasuringCode
{
    public const int Oldest = 4;
    public const int Newest = 7;

    /// <summary>From here on labels are looked at under several seeds.</summary>
    internal const int BySeveralSeeds = 5;

    /// <summary>From here on numbers to be foretold are looked at: doubtful ones, their drift, and who gave them.</summary>
    internal const int OfTargets = 6;

    /// <summary>
    /// From here on labels and their sources are looked at by rules that were tried on data nobody had looked at, and words that force a
    /// label are looked for.
    /// </summary>
    internal const int Unseen = 7;

    /// <summary>
    /// Stands for no version, and for all checks: files outside any ledger are looked at by every check there is. A check with this as its
    /// <see cref="Check.Since"/> looks at nothing else.
    /// </summary>
    internal const int Files = int.MaxValue;

    private const string Prefix = "hallmark-checks/";

    /// <summary>As measurements and judgements name a version.</summary>
    public static string NameOf(int version) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}");

    /// <summary>The version of this name; null for one that this program cannot run.</summary>
    public static int? Find(string name)
    {
        for (int version = Oldest; version <= Newest; version++)
        {
            if (name == NameOf(version))
            {
                return version;
            }
        }
        return null;
    }
}
