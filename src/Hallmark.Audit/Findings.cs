using Hallmark.Evidence;

namespace Hallmark.Audit;

/// <summary>What the stages of one audit have found so far.</summary>
internal sealed class Findings
{
    /// <summary>So many things that one cause touches are named in its sentence; all of them are in the finding.</summary>
    private const int Shown = 4;

    private readonly List<Finding> _findings = [];

    public Coverage Coverage { get; set; } = new();

    public void Add(Finding finding) => _findings.Add(finding);

    public void AddRange(IEnumerable<Finding> findings) => _findings.AddRange(findings);

    /// <summary>The worst first; within a severity as found, what follows from one cause as one.</summary>
    public AuditReport ToReport(Head? head) => new(
        _findings.Count == 0 ? AuditVerdict.Good : _findings.Max(finding => finding.Severity),
        [.. _findings
            .GroupBy(finding => finding.Cause is null
                ? (object)finding
                : (finding.Code, finding.Severity, finding.IsLimit, finding.Dataset, finding.Run, finding.Cause))
            .Select(Together)
            .OrderByDescending(finding => finding.Severity)],
        Coverage,
        head);

    private static Finding Together(IEnumerable<Finding> sameCause)
    {
        Finding[] all = [.. sameCause];
        if (all.Length == 1)
        {
            return all[0];
        }
        string[] touched = [.. all.Select(Touched)];
        string more = string.Join(", ", touched.Skip(1).Take(Shown)) + (touched.Length > Shown + 1 ? ", …" : "");
        return all[0] with
        {
            Message = $"{all[0].Message}; the same of {touched.Length - 1} more: {more}",
            Touches = touched,
            Checkpoints = [.. all.SelectMany(finding => finding.Checkpoints).Distinct()],
        };
    }

    private static string Touched(Finding finding) =>
        finding.Batch ?? (finding.Checkpoints is [string first, ..] ? first : $"entry {finding.Entry}");
}
