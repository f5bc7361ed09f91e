using Hallmark.Ledger;

namespace Hallmark.Contracts;

/// <summary>
/// The versions of the rules that this program knows, and what changed with each. A header names the version that decided its block, and
/// old blocks are decided by old rules for ever. So a rule is never edited: it asks <c>ruling.Rules</c>, and what it did before stays
/// beside what it does now. That holds for every byte of an outcome, reasons of denials included. A kind of statement says since when there
/// is one (<see cref="StatementKind.Since"/>), and so does a field that a payload gets later (<see cref="Ruling.Since"/>).
/// <para>A ledger moves up when its admins say so: <see cref="Governance.RulesAdopt"/>.</para>
/// </summary>
public static class RuleVersions
{
    /// <summary>Older ledgers are read by older programs only.</summary>
    public const int Oldest = 5;

    /// <summary>What new ledgers begin with.</summary>
    public const int Newest = 11;

    /// <summary>From here on ledgers move up by <c>rules.adopt</c>, and the state says which rules they live by.</summary>
    public const int Adoption = 6;

    /// <summary>From here on a run names a kind of model that there is.</summary>
    public const int KnownModels = 6;

    /// <summary>
    /// From here on terms name the rule by which columns are features, and a schedule what it leaves out
    /// (<see cref="Schedules.ScheduleTerms.Features"/>). Until then all columns of numbers are.
    /// </summary>
    public const int FeatureChoice = 6;

    /// <summary>
    /// From here on reading for an act, such as judging, is told apart from reading for a purpose (<see cref="Access.ReadFor"/>).
    /// </summary>
    public const int Acts = 7;

    /// <summary>
    /// From here on a run is bound before it begins: what it costs to train again, its seed where that was drawn, what it is measured on.
    /// </summary>
    public const int BoundRuns = 7;

    /// <summary>From here on a block's time is held against that of its own statements (<see cref="Governance.TimeRules"/>).</summary>
    public const int BlockTime = 7;

    /// <summary>From here on objects that statements name have no more bytes than <see cref="ObjectLimits"/> says.</summary>
    public const int BoundObjects = 7;

    /// <summary>From here on <c>math.bitShiftRight</c> in policies fills with zeros, as the language says.</summary>
    public const int LogicalShifts = 8;

    /// <summary>From here on the key that signs published checkpoints is on record (<see cref="Governance.LogKey"/>).</summary>
    public const int LogKeyOnRecord = 8;

    /// <summary>From here on what a run was compared with is on record (<see cref="Runs.RunCompare"/>).</summary>
    public const int ComparisonsOnRecord = 8;

    /// <summary>
    /// From here on what admins sign says how many approvals it needs, and a vote says on which statement it is: what they signed means the
    /// same to whoever sees it without the rest (<see cref="Governance.GovernanceReplay"/>).
    /// </summary>
    public const int BoundVotes = 8;

    /// <summary>
    /// From here on checks that draw are measured under several seeds, and a verdict that one would accept and another refuse is uncertain
    /// (<see cref="Policies.Scoring.Decide"/>).
    /// </summary>
    public const int SeveralSeeds = 8;

    /// <summary>
    /// From here on records that were judged, withdrawn and registered again go on where they stood (<see cref="Judging.JudgedBefore"/>).
    /// </summary>
    public const int History = 8;

    /// <summary>
    /// From here on what others' judgements rest on is destroyed only once a second validator has measured it, or on a legal ground.
    /// </summary>
    public const int KeptEvidence = 8;

    /// <summary>From here on checkpoints and models of runs on sealed batches are sealed, and a model is released on record.</summary>
    public const int SealedRuns = 8;

    /// <summary>From here on reasons of verdicts give percentages with two decimals.</summary>
    public const int FineReasons = 8;

    /// <summary>From here on stamps of an authority outside come on record, and policies see them.</summary>
    public const int Timestamps = 8;

    /// <summary>
    /// From here on manifests carry a sketch of their records, and records that were judged before are known again by it, whatever their
    /// order and whichever batches they lie in (<see cref="Judging.JudgedBefore"/>).
    /// </summary>
    public const int Sketches = 9;

    /// <summary>From here on a batch can take the place of others of its provider (<see cref="Datasets.SupersedeRules"/>).</summary>
    public const int Supersession = 9;

    /// <summary>
    /// From here on manifests name where their records come from, file and line (<see cref="Data.Batches.RecordPlaces"/>).
    /// </summary>
    public const int Places = 9;

    /// <summary>From here on schemas have columns of dates and times: programs of older rules could not read them.</summary>
    public const int Moments = 9;

    /// <summary>
    /// From here on a schema can say what columns are for, that the label is a number, and that records may have none
    /// (<see cref="Datasets.DatasetCreate.Task"/>).
    /// </summary>
    public const int Schemas = 9;

    /// <summary>From here on a dataset's schema has versions (<see cref="Datasets.DatasetEvolve"/>).</summary>
    public const int SchemaVersions = 10;

    /// <summary>From here on a machine's key can register batches in its provider's name (<see cref="Members.GatewayRules"/>).</summary>
    public const int Gateways = 10;

    /// <summary>
    /// From here on whoever erases on a legal ground what nobody else has measured says what came of measuring it a last time
    /// (<see cref="Access.LastLook"/>).
    /// </summary>
    public const int LastLooks = 10;

    /// <summary>
    /// From here on targets are measured and decide as labels do, and what was not measured is no evidence against whoever provided it
    /// (<see cref="Policies.Scoring.Decide"/>).
    /// </summary>
    public const int Targets = 10;

    /// <summary>
    /// From here on terms can name the rule by which columns of all kinds are features (<see cref="Schedules.ScheduleTerms.AllKinds"/>).
    /// </summary>
    public const int AllFeatures = 10;

    /// <summary>From here on labels and sources are measured by what held on data that nobody had seen while building.</summary>
    public const int UnseenData = 11;

    /// <summary>Which measuring code each version asks for, oldest first; whoever knows the rules can run it.</summary>
    private static readonly (int Since, string Code)[] MeasuringCodes =
    [
        (Oldest, "hallmark-checks/4"), (SeveralSeeds, "hallmark-checks/5"), (Targets, "hallmark-checks/6"),
        (UnseenData, "hallmark-checks/7"),
    ];

    /// <summary>Weaknesses that a later version mended: the audit of a ledger that still lives by older rules names them.</summary>
    private static readonly (int MendedBy, string Weakness)[] Mended =
    [
        (KnownModels, "a run may be opened with a kind of model that nobody can train again"),
        (Acts, "whoever is a validator and a trainer can train without a grant, by calling it judging"),
        (BoundObjects, "a schema, details of a judgement and held-out records can have any number of bytes"),
        (BlockTime, "a block's time is whatever its maker says, and grants end by it"),
        (BoundRuns, "a run can cost whoever trains it again without bound, and is measured on whatever its trainer likes"),
        (LogKeyOnRecord, "checkpoints can be published under any key, and the figures that runs are compared by can be any"),
        (SeveralSeeds, "a verdict can hang on the one seed under which labels were checked, which a changed digit draws anew"),
        (SealedRuns, "checkpoints and models tell of the sealed records that they were trained on"),
        (History, "whoever withdraws a batch and registers the same records again has them judged as if they were new"),
        (KeptEvidence, "a provider can destroy what proves that a validator lied"),
        (LogicalShifts, "a policy that shifts negative numbers to the right decides otherwise than the language says"),
        (BoundVotes, "to whoever sees only a part of the ledger, a vote can be passed off as one on another proposal"),
        (Sketches, "records that were judged are judged as if they were new in another order, or with one more"),
        (LastLooks, "an erasure on a legal ground can take the only proof that a validator lied"),
        (FeatureChoice, "a model learns from columns that only number the records"),
        (Targets, "what nobody could measure of a batch is held against its provider, and numbers to be foretold are never accepted"),
        (UnseenData, "words that force a label are not looked for, and texts alone are never accepted"),
    ];

    /// <summary>All that can be decided by.</summary>
    public static RuleRange All { get; } = new(Oldest, Newest);

    /// <summary>
    /// The code that validators have to measure with under these rules: what another takes could not be compared, and nobody may choose.
    /// </summary>
    public static string MeasuringCodeOf(int rules) => MeasuringCodes.Last(code => code.Since <= rules).Code;

    /// <summary>What a ledger under these rules is still open to, one sentence each; none under the newest.</summary>
    public static IEnumerable<string> WeaknessesOf(int rules) =>
        from mended in Mended where mended.MendedBy > rules select $"{mended.Weakness} (mended by rules {mended.MendedBy})";
}
