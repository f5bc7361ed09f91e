namespace Hallmark.Quality.Checks;

/// <summary>
/// All checks of a version that the records allow, each measured once. The result is a function of the records, whatever the machine and
/// the number of threads.
/// </summary>
internal sealed class CheckRun
{
    private readonly Dictionary<Check, CheckOutcome> _outcomes;

    private readonly Check[] _checks;

    private CheckRun(Check[] checks, Dictionary<Check, CheckOutcome> outcomes) => (_checks, _outcomes) = (checks, outcomes);

    /// <summary>What was measured, in the order of the list.</summary>
    public IEnumerable<(Check Check, CheckOutcome Outcome)> Outcomes =>
        _checks.Where(_outcomes.ContainsKey).Select(check => (check, _outcomes[check]));

    /// <summary>Checks that these records do not allow, with why; of those that there are at all for such records.</summary>
    public static IEnumerable<UnmeasuredCheck> Unmeasured(CheckedRecords records) =>
        from check in CheckList.For(records)
        where records.Batches.Count > 0 || !check.Needs.HasFlag(CheckNeeds.Batches)
        let reason = records.Lack(check.NeedsUnder(records.Code))
        where reason is not null
        select new UnmeasuredCheck(check.Name, reason);

    /// <param name="records">At least one.</param>
    /// <param name="progress">Told what is being done and how far it is, from 0 to 1.</param>
    /// <param name="cancellation">Stops between checks.</param>
    public static CheckRun Measure(CheckedRecords records, Action<string, double>? progress, CancellationToken cancellation)
    {
        Check[] checks = [.. CheckList.For(records)];
        Check[] possible = [.. checks.Where(check => records.Have(check.NeedsUnder(records.Code)))];
        Check[] beside = [.. possible.Where(check => check.OnOneCore)];
        // Mining and searching keep one core busy while the models keep the others.
        var besideDone = Task.Run(() => Measure(beside, records, null, cancellation), cancellation);
        Dictionary<Check, CheckOutcome> outcomes = Measure([.. possible.Except(beside)], records, progress, cancellation);
        if (beside.Length > 0)
        {
            progress?.Invoke(string.Join(", ", beside.Select(check => check.Name)), 0);
        }
        foreach ((Check check, CheckOutcome outcome) in besideDone.GetAwaiter().GetResult())
        {
            outcomes.Add(check, outcome);
        }
        return new CheckRun(checks, outcomes);
    }

    /// <summary>What falls to a batch, by check in the order of the list; nothing looked at where a check was not measured.</summary>
    public IReadOnlyList<CheckFindings> In(CheckedBatch batch, int findingLimit) =>
    [
        .. _checks.Select(check => _outcomes.TryGetValue(check, out CheckOutcome? outcome)
            ? outcome.In(batch, findingLimit)
            : new CheckFindings(check, findingLimit)),
    ];

    /// <summary>What checks tell beyond their counts, whether measured or not, in the order of the list.</summary>
    public IReadOnlyList<CheckDetails> Details(CheckedRecords records) =>
        [.. _checks.Select(check => check.DetailsOf(records, _outcomes.GetValueOrDefault(check))).OfType<CheckDetails>()];

    /// <summary>The measurement of this type behind one of the outcomes; null where its check was not measured.</summary>
    public T? Measurement<T>()
        where T : class => _outcomes.Values.Select(outcome => outcome.Measurement).OfType<T>().SingleOrDefault();

    private static Dictionary<Check, CheckOutcome> Measure(
        Check[] checks, CheckedRecords records, Action<string, double>? progress, CancellationToken cancellation)
    {
        var outcomes = new Dictionary<Check, CheckOutcome>();
        foreach (Check check in checks)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke(check.Name, 0);
            if (check.Measure(records, share => progress?.Invoke(check.Name, share)) is { } outcome)
            {
                outcomes.Add(check, outcome);
            }
        }
        return outcomes;
    }
}

/// <summary>A check that was not measured: not that all records are good, nor that none is.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record UnmeasuredCheck(string Check, string Reason);
