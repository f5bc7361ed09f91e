using Hallmark.Audit;

namespace Hallmark.Api;

/// <summary>A report, as <c>report</c> answers.</summary>
/// <param name="Report">Where it lies.</param>
/// <param name="Verdict">Of the audit.</param>
/// <param name="Limits">How many limits the ledger declared: the verdict is within them.</param>
public sealed record ReportAnswer(string Report, string Verdict, int Limits)
{
    public static ReportAnswer Of(string report, AuditReport audit) => new(report, AuditAnswer.NameOf(audit.Verdict), audit.Limits);
}
