using Hallmark.Evidence;

namespace Hallmark.Contracts.Judging;

/// <summary>Up to where others have measured again what a validator signed for batches of a dataset.</summary>
/// <param name="Judged">Its newest judgement.</param>
/// <param name="Rechecked">All of its judgements in entries below this one were taken again by somebody else.</param>
public readonly record struct JudgedBy(string Validator, EntryIndex Judged, EntryIndex Rechecked)
{
    /// <summary>Whether a judgement of its is left that nobody else has measured.</summary>
    public bool IsLeft => Judged >= Rechecked;
}

/// <summary>Whose measurements of a dataset's batches were taken again by somebody else, in the order in which they first judged.</summary>
public sealed record RecheckState(IReadOnlyList<JudgedBy> Validators) : IStateRecord<RecheckState>
{
    private const int Limit = 1000;

    public static RecheckState None { get; } = new([]);

    /// <summary>After a judgement by this validator.</summary>
    public RecheckState WithJudgement(string validator, EntryIndex entry)
    {
        int at = Validators.ToList().FindIndex(one => one.Validator == validator);
        return at < 0
            ? new RecheckState([.. Validators, new JudgedBy(validator, entry, entry)])
            : new RecheckState([.. Validators.Select((one, i) => i == at ? one with { Judged = entry } : one)]);
    }

    /// <summary>After a recheck by this validator: of whom it left no gap before, more is covered now.</summary>
    public RecheckState WithRecheck(string validator, EntryIndex from, EntryIndex to) => new([.. Validators.Select(one =>
        one.Validator != validator && from <= one.Rechecked && to >= one.Rechecked ? one with { Rechecked = to.Plus(1) } : one)]);

    /// <summary>Validators with judgements behind this entry that nobody else has measured.</summary>
    public IEnumerable<JudgedBy> LeftSince(EntryIndex entry) => Validators.Where(one => one.IsLeft && one.Judged > entry);

    public CborMapWriter ToMap() => new CborMapWriter()
        .Texts("validators", Validators.Select(one => one.Validator))
        .Integers("positions", Validators.SelectMany(one => new[] { (long)one.Judged.Value, (long)one.Rechecked.Value }));

    public static RecheckState Read(CborMap map)
    {
        IReadOnlyList<string> names = map.Texts("validators", Limit);
        IReadOnlyList<long> positions = map.Integers("positions", 2 * Limit);
        return new RecheckState(
            [.. names.Zip(positions.Chunk(2), (name, pair) => new JudgedBy(name, new((ulong)pair[0]), new((ulong)pair[1])))]);
    }
}
