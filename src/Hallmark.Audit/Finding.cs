namespace Hallmark.Audit;

/// <summary>How bad a finding is, and the whole audit by its worst finding. The order is the order of badness.</summary>
public enum AuditVerdict
{
    Good,

    /// <summary>Something could not be read or recomputed, so nothing is known about it.</summary>
    Incomplete,

    /// <summary>Authentic, but against the rules.</summary>
    RulesBroken,

    /// <summary>Not what was registered, signed or sealed.</summary>
    Tampered,
}

/// <summary>One thing the audit found, named as closely as it can be.</summary>
/// <param name="Code">Stable, e.g. <c>data.record</c>; see docs/tamper-matrix.md.</param>
/// <param name="Severity"><see cref="AuditVerdict.Good"/> for a note that leaves the verdict as it is.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record Finding(string Code, AuditVerdict Severity, string Message)
{
    /// <summary>
    /// Whether it is a <b>declared limit</b>: something that the ledger itself declared beforehand, on record, to be beyond recomputing (a
    /// run of an engine outside, data that nobody has seen). It leaves the verdict as it is, and is counted wherever that is shown.
    /// </summary>
    public bool IsLimit { get; init; }

    /// <summary>
    /// What it follows from, where one cause can touch many things: findings of the same code and cause are told as one. Not told itself.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>All that it touches, where that is more than one thing: batches, or checkpoints as run/step.</summary>
    public IReadOnlyList<string> Touches { get; init; } = [];

    public string? Dataset { get; init; }

    public string? Batch { get; init; }

    /// <summary>Position in the batch, from 0.</summary>
    public long? Record { get; init; }

    public string? Field { get; init; }

    public ulong? Height { get; init; }

    public ulong? Entry { get; init; }

    public string? Member { get; init; }

    public string? Rule { get; init; }

    public string? Run { get; init; }

    /// <summary>Checkpoints that this touches, as run/step.</summary>
    public IReadOnlyList<string> Checkpoints { get; init; } = [];
}

/// <summary>How much was looked at. A count of what was checked beside the count of what there is.</summary>
public sealed record Coverage
{
    public ulong Blocks { get; init; }

    public ulong Entries { get; init; }

    /// <summary>Entries whose signature was verified.</summary>
    public ulong Signatures { get; init; }

    /// <summary>Timestamp tokens, and of those the ones that are genuine under an authority the auditor trusts.</summary>
    public int Timestamps { get; init; }

    public int TimestampsVerified { get; init; }

    public int Batches { get; init; }

    public int BatchesHashed { get; init; }

    public long Records { get; init; }

    /// <summary>Batches that were judged, and of those the ones whose measurements were taken again.</summary>
    public int Judged { get; init; }

    public int Remeasured { get; init; }

    public int Schedules { get; init; }

    public int SchedulesRecomputed { get; init; }

    public int Runs { get; init; }

    public int RunsReplayed { get; init; }

    /// <summary>Digests of checkpoints and models that trainers signed, and of those the ones that a replay compared.</summary>
    public int Digests { get; init; }

    public int DigestsRecomputed { get; init; }

    /// <summary>Models made known on record, and of those the ones that a replay gave.</summary>
    public int Releases { get; init; }

    public int ReleasesRecomputed { get; init; }

    public int Checkpoints { get; init; }

    public int CheckpointsHashed { get; init; }
}
