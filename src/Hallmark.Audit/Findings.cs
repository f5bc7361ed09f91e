using Hallmark.Evidence;

namespace Hallmark.Audit;

/// <summary>What the stages of one audit have found so far.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _findings = [];

    public Coverage Coverage { get; set; } = new();

    public void Add(Finding finding) => _findings.Add(finding);

    public void AddRange(IEnumerable<Finding> findings) => _findings.AddRange(findings);

    /// <summary>The worst first; within a severity as found.</summary>
    public AuditReport ToReport(Head? head) => new(
        _findings.Count == 0 ? AuditVerdict.Good : _findings.Max(finding => finding.Severity),
        [.. _findings.OrderByDescending(finding => finding.Severity)],
        Coverage,
        head);
}
