using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Where a batch stands.</summary>
public enum Verdict
{
    Pending,
    Accepted,

    /// <summary>Doubtful: not schedulable, may be judged again.</summary>
    Quarantined,
    Refused,
}

/// <summary>A batch on record.</summary>
/// <param name="Id">dataset/provider/number, the number counting the provider's batches of the dataset from 1.</param>
/// <param name="Entry">The entry that registered it: the manifest is there.</param>
/// <param name="ScorePpm">Integrity score in millionths, null while pending.</param>
/// <param name="Reasons">Why the verdict is not "accepted"; empty where it is.</param>
/// <param name="Policy">Digest of the policy that decided.</param>
/// <param name="JudgedEntry">The entry with the measurements.</param>
/// <param name="Validators">Who judged it, in order; each once.</param>
/// <param name="Tier">Who can read it.</param>
/// <param name="EvidenceMilli">What the verdict counted for or against its provider, in thousandths of a record.</param>
/// <param name="Challenge">The open challenge of the verdict, or null.</param>
/// <param name="Withdrawn">The entry by which its provider took it back, or null.</param>
public sealed record BatchState(
    string Id, string Dataset, string Provider, long Records, Digest Root, EntryIndex Entry,
    Verdict Verdict, long? ScorePpm, IReadOnlyList<string> Reasons, Digest? Policy, EntryIndex? JudgedEntry,
    IReadOnlyList<string> Validators,
    BatchTier Tier = BatchTier.Open, EntryIndex? Withdrawn = null, long EvidenceMilli = 0,
    long? Challenge = null) : IStateRecord<BatchState>
{
    private const int ReasonLimit = 64;

    /// <summary>Verdicts that a challenge, or a judgement anew, made void, in order.</summary>
    public IReadOnlyList<OverturnedVerdict> Overturned { get; init; } = [];

    /// <summary>
    /// The batch of the same records that was judged before, and withdrawn: this one goes on where that stood. Null where there was none.
    /// </summary>
    public string? Resumes { get; init; }

    /// <summary>What takes its place, or took it; null while nothing does.</summary>
    public Succession? Superseded { get; init; }

    /// <summary>The provider's gateway that registered it; null where the provider did with its own key.</summary>
    public string? Gateway { get; init; }

    /// <summary>Whether it may be scheduled and trained on.</summary>
    public bool IsUsable =>
        Verdict == Verdict.Accepted && Withdrawn is null && Superseded is null or { Settled: null } && Challenge is null;

    /// <summary>Whether validators may still judge it.</summary>
    public bool IsUndecided => Verdict is Verdict.Pending or Verdict.Quarantined && IsInPlace && Challenge is null;

    /// <summary>Neither withdrawn nor superseded.</summary>
    public bool IsInPlace => Withdrawn is null && Superseded is null;

    /// <summary>The same at this size of the tree.</summary>
    public bool IsInPlaceAt(TreeSize size) =>
        Entry.IsWithin(size) && Withdrawn?.IsWithin(size) != true && Superseded?.Entry.IsWithin(size) != true;

    /// <summary>Where it stands, in one word.</summary>
    public string Standing =>
        Withdrawn is not null ? "withdrawn"
        : Superseded?.Settled is not null || (Superseded is not null && Verdict != Verdict.Accepted) ? "superseded"
        : Challenge is not null ? "challenged"
        : Verdict.ToString().ToLowerInvariant();

    /// <summary>
    /// Whether others of its dataset were compared with it at this size of the tree: registered, and neither refused, withdrawn nor
    /// superseded.
    /// </summary>
    public bool IsComparedAt(TreeSize size) => IsInPlaceAt(size) && !WasAt(Verdict.Refused, size);

    /// <summary>Whether it stood so at this size of the tree; what a later verdict replaced is not known any more.</summary>
    public bool WasAt(Verdict verdict, TreeSize size) =>
        (Verdict == verdict && JudgedEntry?.IsWithin(size) == true)
        || Overturned.Any(past => past.Verdict == verdict && past.Judged.IsWithin(size) && !past.By.IsWithin(size));

    /// <summary>Undecided again; that it had a verdict stays known.</summary>
    /// <param name="by">The entry that makes the verdict void.</param>
    internal BatchState WithoutVerdict(EntryIndex by) => this with
    {
        Verdict = Verdict.Pending,
        ScorePpm = null,
        Reasons = [],
        Policy = null,
        JudgedEntry = null,
        EvidenceMilli = 0,
        Overturned = [.. Overturned, new OverturnedVerdict(Verdict, JudgedEntry!.Value, by)],
    };

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("id", Id)
        .Text("dataset", Dataset)
        .Text("provider", Provider)
        .Integer("records", Records)
        .Digest("root", Root)
        .Entry("entry", Entry)
        .Integer("verdict", (long)Verdict)
        .Integer("score", ScorePpm)
        .Texts("reasons", Reasons)
        .Digest("policy", Policy)
        .Entry("judged", JudgedEntry)
        .Texts("validators", Validators)
        .Integer("tier", (long)Tier)
        .Entry("withdrawn", Withdrawn)
        .Integer("evidence", EvidenceMilli)
        .Integer("challenge", Challenge)
        .Integers("overturned", Overturned.SelectMany(past => past.ToNumbers()))
        .Text("resumes", Resumes)
        .Text("gateway", Gateway)
        .Text("superseded-by", Superseded?.By)
        .Entry("superseded", Superseded?.Entry)
        .Entry("superseded-settled", Superseded?.Settled);

    public static BatchState Read(CborMap map) => new(
        map.Text("id"), map.Text("dataset"), map.Text("provider"), map.Integer("records"), map.Digest("root"), map.Entry("entry"),
        (Verdict)map.Integer("verdict", 0, 3), map.OptionalInteger("score"), map.Texts("reasons", ReasonLimit, 1024),
        map.OptionalDigest("policy"), map.OptionalEntry("judged"), map.Texts("validators", ReasonLimit),
        (BatchTier)map.Integer("tier", 0, 2),
        map.OptionalEntry("withdrawn"), map.Integer("evidence"), map.OptionalInteger("challenge"))
    {
        Overturned = [.. map.Integers("overturned", 3 * ReasonLimit).Chunk(3).Select(OverturnedVerdict.Of)],
        Resumes = map.OptionalText("resumes"),
        Gateway = map.OptionalText("gateway"),
        Superseded = map.OptionalText("superseded-by") is { } by
            ? new Succession(by, map.Entry("superseded"), map.OptionalEntry("superseded-settled"))
            : null,
    };
}

/// <summary>A verdict that was made void; <see cref="BatchState.Verdict"/> is the one that holds.</summary>
/// <param name="Judged">The entry that gave it.</param>
/// <param name="By">The entry that made it void.</param>
public readonly record struct OverturnedVerdict(Verdict Verdict, EntryIndex Judged, EntryIndex By)
{
    internal long[] ToNumbers() => [(long)Verdict, (long)Judged.Value, (long)By.Value];

    internal static OverturnedVerdict Of(long[] numbers) =>
        new((Verdict)numbers[0], new EntryIndex((ulong)numbers[1]), new EntryIndex((ulong)numbers[2]));
}
