using System.Text.Json.Serialization;
using Hallmark.Audit;

namespace Hallmark.Api;

/// <summary>What an audit found, as <c>audit</c> answers.</summary>
/// <param name="Verdict">good, incomplete, rules-broken or tampered: the worst of all findings.</param>
/// <param name="Limits">How many limits the ledger itself declared, on record: the verdict is within them.</param>
/// <param name="Head">Null where the chain does not hold.</param>
public sealed record AuditAnswer(
    string Verdict, int Limits, Coverage Coverage, HeadAnswer? Head, IReadOnlyList<FindingAnswer> Findings)
{
    public static AuditAnswer Of(AuditReport report) => new(
        NameOf(report.Verdict), report.Limits, report.Coverage, report.Head is { } head ? HeadAnswer.Of(head) : null,
        [.. report.Findings.Select(FindingAnswer.Of)]);

    public static string NameOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good => "good",
        AuditVerdict.Incomplete => "incomplete",
        AuditVerdict.RulesBroken => "rules-broken",
        _ => "tampered",
    };

    /// <summary>The verdict as people read it, never without the limits that it is within.</summary>
    public static string TextOf(AuditReport report) => NameOf(report.Verdict) + report.Limits switch
    {
        0 => "",
        1 => " within 1 declared limit",
        _ => $" within {report.Limits} declared limits",
    };

    /// <summary>What the shell is told of it.</summary>
    public static int ExitOf(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good => ExitCode.Good,
        AuditVerdict.Incomplete => ExitCode.Failure,
        AuditVerdict.RulesBroken => ExitCode.Denied,
        _ => ExitCode.Tampered,
    };
}

/// <summary>One finding; what it says nothing of is left out.</summary>
/// <param name="Severity">As the verdicts, or note, or limit for one that the ledger declared.</param>
public sealed record FindingAnswer(string Code, string Severity, string Message)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Dataset { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Batch { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Record { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Height { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Entry { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Member { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Run { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Checkpoints { get; init; }

    /// <summary>All that it touches, where one cause touches many things; null for one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Touches { get; init; }

    public static FindingAnswer Of(Finding finding) => new(finding.Code, SeverityOf(finding), finding.Message)
    {
        Dataset = finding.Dataset,
        Batch = finding.Batch,
        Record = finding.Record,
        Field = finding.Field,
        Height = finding.Height,
        Entry = finding.Entry,
        Member = finding.Member,
        Rule = finding.Rule,
        Run = finding.Run,
        Checkpoints = finding.Checkpoints.Count > 0 ? finding.Checkpoints : null,
        Touches = finding.Touches.Count > 0 ? finding.Touches : null,
    };

    public static string SeverityOf(Finding finding) =>
        finding.IsLimit ? "limit" : finding.Severity == AuditVerdict.Good ? "note" : AuditAnswer.NameOf(finding.Severity);
}
