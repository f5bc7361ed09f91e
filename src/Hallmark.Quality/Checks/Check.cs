namespace Hallmark.Quality.Checks;

/// <summary>
/// One thing that records are checked for, wherever they lie: batches of a ledger, which <see cref="Judge"/> measures, and files outside
/// any, which <see cref="Checking.DataCheck"/> does. To add a check, write a class like its neighbours here and give it a row in
/// <see cref="CheckList"/>: measurements, policies, explanations, reports and <c>hallmark check</c> go by that list.
/// <para>A check measures and has no opinion: what its counts are worth is for policies to say.</para>
/// </summary>
public abstract class Check
{
    /// <param name="name">As policies, measurements and reports call it; never changed.</param>
    /// <param name="counts">What it counts as good, for people: "records that …".</param>
    /// <param name="needs">What records must have to be measured; without it the check looked at none of them.</param>
    /// <param name="since">
    /// First version of the <see cref="MeasuringCode"/> that has it; <see cref="MeasuringCode.Files"/> for one that looks only at files.
    /// </param>
    private protected Check(string name, string counts, CheckNeeds needs, int since = MeasuringCode.Oldest) =>
        (Name, Counts, Needs, Since) = (name, counts, needs, since);

    /// <summary>As policies, measurements and reports call it.</summary>
    public string Name { get; }

    /// <summary>What it counts as good, for people: "records that …".</summary>
    public string Counts { get; }

    /// <summary>What records must have to be measured.</summary>
    public CheckNeeds Needs { get; }

    /// <summary>First version of the <see cref="MeasuringCode"/> that has it.</summary>
    public int Since { get; }

    /// <summary>What records had to have under a version of the <see cref="MeasuringCode"/>, where that was more than now.</summary>
    internal virtual CheckNeeds NeedsUnder(int code) => Needs;

    /// <summary>Whether measuring mostly keeps one core busy: such checks run beside those that keep all of them busy.</summary>
    internal virtual bool OnOneCore => false;

    /// <summary>Looks at all records once.</summary>
    /// <param name="records">With what the check needs.</param>
    /// <param name="progress">Told how far it is, from 0 to 1; may be ignored.</param>
    /// <returns>Null where the records turn out not to allow it, such as too many sources.</returns>
    internal abstract CheckOutcome? Measure(CheckedRecords records, Action<double> progress);

    /// <summary>What it tells of a file beyond its counts; null for a check whose counts and sentences are all.</summary>
    /// <param name="records">Those of the file.</param>
    /// <param name="outcome">Null where it was not measured.</param>
    internal virtual CheckDetails? DetailsOf(CheckedRecords records, CheckOutcome? outcome) => null;
}

/// <summary>What records must have for a check.</summary>
[Flags]
public enum CheckNeeds
{
    None = 0,

    /// <summary>A label column.</summary>
    Labels = 1,

    /// <summary>At least one column of numbers.</summary>
    Numbers = 2,

    /// <summary>Columns of numbers or of running text.</summary>
    NumbersOrTexts = 4,

    /// <summary>It is known who gave which records.</summary>
    Sources = 8,

    /// <summary>They lie in batches of a ledger, with typed cells under a declared schema.</summary>
    Batches = 16,

    /// <summary>There are others that were accepted before.</summary>
    Reference = 32,

    /// <summary>A column of numbers that is to be foretold. Records without one never hear of a check that needs it.</summary>
    Targets = 64,

    /// <summary>A label column, or one of numbers to be foretold.</summary>
    LabelsOrTargets = 128,

    /// <summary>At least one column of any kind that models learn from, see <see cref="Hallmark.Features.ModelInputs"/>.</summary>
    Inputs = 256,

    /// <summary>At least one column of numbers, or of text that models learn from.</summary>
    NumbersOrWords = 512,
}
