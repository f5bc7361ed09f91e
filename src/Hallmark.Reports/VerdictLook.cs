using Hallmark.Audit;

namespace Hallmark.Reports;

/// <summary>How an audit's verdict reads and looks: word, sentence, colour, and a shape that says the same without colour.</summary>
internal static class VerdictLook
{
    public static string Word(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good => "Good",
        AuditVerdict.Incomplete => "Incomplete",
        AuditVerdict.RulesBroken => "Rules broken",
        _ => "Tampered",
    };

    /// <summary>The verdict, never without the limits that it is within.</summary>
    public static string Word(AuditReport report) => report.Limits == 0
        ? Word(report.Verdict)
        : $"{Word(report.Verdict)} within {Figures.Count(report.Limits, "declared limit", "declared limits")}";

    /// <summary>Class in the style sheet.</summary>
    public static string Class(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good => "good",
        AuditVerdict.Incomplete => "incomplete",
        AuditVerdict.RulesBroken => "broken",
        _ => "tampered",
    };

    public static string Sentence(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.Good =>
            "Everything that was examined is what was registered, signed and sealed, and was allowed by the rules in force.",
        AuditVerdict.Incomplete =>
            "Something could not be read or recomputed, so nothing is known about it; nothing else that was examined is wrong.",
        AuditVerdict.RulesBroken => "What was read is authentic, but something was done against the rules in force.",
        _ => "Something is not what was registered, signed or sealed.",
    };

    /// <summary>
    /// A stamp: shield with a tick, circle with a question mark, triangle with an exclamation mark, octagon with a cross.
    /// </summary>
    public static void Stamp(Html html, AuditVerdict verdict, string size)
    {
        (string outline, string sign) = verdict switch
        {
            AuditVerdict.Good => ("M24 3 L42 8 V23 C42 34 34 41 24 45 C14 41 6 34 6 23 V8 Z", "M15 23 L22 30 L34 16"),
            AuditVerdict.Incomplete =>
                ("M24 3 A21 21 0 1 1 23.99 3 Z", "M17.5 18.5 C17.5 10 30.5 10 30.5 18.5 C30.5 24 24 23.5 24 29.5 M24 35.4 V35.6"),
            AuditVerdict.RulesBroken => ("M24 3 L46 43 H2 Z", "M24 17 V29 M24 35.4 V35.6"),
            _ => ("M15 3 H33 L45 15 V33 L33 45 H15 L3 33 V15 Z", "M16 16 L32 32 M32 16 L16 32"),
        };
        using (html.In(
            "svg", ("class", "stamp " + Class(verdict)), ("viewBox", "0 0 48 48"), ("width", size), ("height", size),
            ("aria-hidden", "true")))
        {
            html.Leaf("path", ("class", "outline"), ("d", outline));
            html.Leaf("path", ("class", "sign"), ("d", sign));
        }
    }

    /// <summary>Stamp and word, for a cell of a table.</summary>
    public static void Badge(Html html, Finding finding)
    {
        AuditVerdict severity = finding.Severity;
        using (html.In("span", ("class", "badge " + Class(severity))))
        {
            Stamp(html, severity, "16");
            html.Text(" " + (finding.IsLimit ? "Limit" : severity == AuditVerdict.Good ? "Note" : Word(severity)));
        }
    }
}
