namespace Hallmark.Scheduling;

/// <summary>
/// What a choice S of batches is worth, in [0, 1]: <c>F(S) = w_d · D(S) + w_i · I(S)</c>.
/// <list type="bullet">
/// <item>Diversity D is facility location (Cornuéjols, Fisher and Nemhauser, 1977): how alike each candidate is to the chosen one
/// most like it, averaged over the candidates with their records as weights. 1 when all are chosen.</item>
/// <item>Integrity I is the chosen records, each weighted with its batch's score, as a share of the records that could be chosen:
/// the budget, or all there are if they are fewer.</item>
/// </list>
/// F never falls when a batch is added, and what a batch adds never grows with the choice: it is monotone and submodular. Sums are
/// whole numbers, so the same choice has the same value however it was reached.
/// </summary>
public sealed class SelectionObjective
{
    /// <summary>The similarities of all pairs are held: this many candidates need 400 MB.</summary>
    public const int CandidatesMax = 10_000;

    /// <summary>Of all candidates together; keeps every sum within 64 bits.</summary>
    public const long RecordsMax = 1_000_000_000_000;

    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly Similarities _similarities;
    private readonly long[] _records;
    private readonly long _allRecords;
    private readonly long _attainableRecords;
    private readonly int _diversityWeightPpm;
    private readonly int _integrityWeightPpm;

    /// <param name="candidates">At least one; their order is the order of their indices here.</param>
    /// <param name="options">Budget and weights.</param>
    /// <exception cref="ArgumentException">A candidate or an option that cannot be used; the message says which field.</exception>
    public SelectionObjective(IReadOnlyList<Candidate> candidates, ScheduleOptions options)
    {
        options.Validate();
        RequireUsable(candidates);
        _candidates = candidates;
        _similarities = new Similarities(candidates);
        _records = [.. candidates.Select(candidate => candidate.Records)];
        _allRecords = _records.Sum();
        _attainableRecords = Math.Min(options.Budget, _allRecords);
        _diversityWeightPpm = options.DiversityWeightPpm;
        _integrityWeightPpm = options.IntegrityWeightPpm;
        Budget = options.Budget;
    }

    public int Count => _candidates.Count;

    public long Budget { get; }

    public long RecordsOf(int candidate) => _records[candidate];

    /// <summary>F of a choice, straight from its definition: the oracle for <see cref="IncrementalSelection"/>.</summary>
    public double Evaluate(IReadOnlyCollection<int> chosen)
    {
        long coverage = 0;
        for (int j = 0; j < Count && chosen.Count > 0; j++)
        {
            coverage += RecordsOf(j) * chosen.Max(i => _similarities.To(i)[j]);
        }
        return Value(coverage, chosen.Sum(IntegrityMass));
    }

    /// <summary>Records of the candidate times its score.</summary>
    internal long IntegrityMass(int candidate) => _records[candidate] * _candidates[candidate].ScorePpm;

    /// <summary>Likeness to each candidate, in parts per million.</summary>
    internal ReadOnlySpan<int> Similarities(int candidate) => _similarities.To(candidate);

    /// <summary>F, or a change of F, from its two sums, or their changes: F is linear in them.</summary>
    internal double Value(long coverage, long integrityMass) =>
        ((_diversityWeightPpm * (coverage / (double)_allRecords)) + (_integrityWeightPpm * (integrityMass / (double)_attainableRecords)))
        / ((double)ScheduleOptions.Whole * ScheduleOptions.Whole);

    /// <summary>F in parts per million, rounded down, in whole numbers throughout.</summary>
    internal long ValuePpm(long coverage, long integrityMass) =>
        (long)((((Int128)_diversityWeightPpm * coverage * _attainableRecords) + ((Int128)_integrityWeightPpm * integrityMass * _allRecords))
        / ((Int128)ScheduleOptions.Whole * _allRecords * _attainableRecords));

    private static void RequireUsable(IReadOnlyList<Candidate> candidates)
    {
        if (candidates.Count is 0 or > CandidatesMax)
        {
            throw new ArgumentException($"{candidates.Count} candidates; 1 to {CandidatesMax} are possible.", nameof(candidates));
        }
        long rest = RecordsMax;
        foreach (Candidate candidate in candidates)
        {
            string? wrong = candidate switch
            {
                { Records: < 1 } => $"{nameof(candidate.Records)} {candidate.Records}",
                { ScorePpm: < 0 or > ScheduleOptions.Whole } => $"{nameof(candidate.ScorePpm)} {candidate.ScorePpm}",
                _ when candidate.Records > rest => $"{nameof(candidate.Records)} beyond {RecordsMax} in all",
                _ when candidate.Embedding.Length != candidates[0].Embedding.Length =>
                    $"an {nameof(candidate.Embedding)} of {candidate.Embedding.Length} numbers, the first {candidates[0].Embedding.Length}",
                _ when !candidate.Embedding.All(float.IsFinite) => $"an {nameof(candidate.Embedding)} that is not finite",
                _ => null,
            };
            if (wrong is not null)
            {
                throw new ArgumentException($"Batch {candidate.Batch} has {wrong}.", nameof(candidates));
            }
            rest -= candidate.Records;
        }
    }
}
