using Hallmark.Audit;

namespace Hallmark.Reports;

/// <summary>The banner: verdict, what it means in one sentence, and which ledger it is about, as of when.</summary>
internal static class VerdictSection
{
    public static void Write(Html html, ReportModel model)
    {
        AuditVerdict verdict = model.Audit.Verdict;
        using (html.In("header", ("class", "banner " + VerdictLook.Class(verdict))))
        {
            using (html.In("div", ("class", "verdict")))
            {
                VerdictLook.Stamp(html, verdict, "104");
                using (html.In("div"))
                {
                    using (html.In("h1"))
                    {
                        html.Foreign(model.Title);
                    }
                    html.Put("p", VerdictLook.Word(model.Audit), ("class", "word"));
                    html.Put("p", VerdictLook.Sentence(verdict), ("class", "sentence"));
                }
            }
            WriteFacts(html, model);
        }
        html.Line();
    }

    private static void WriteFacts(Html html, ReportModel model)
    {
        using (html.In("dl", ("class", "facts")))
        {
            DefinitionList.Short(html, "Ledger", model.LedgerName);
            DefinitionList.Short(html, "Height", Figures.Count(model.Height));
            DefinitionList.Short(html, "Entries", Figures.Count(model.Entries));
            DefinitionList.Short(html, "Report made", Figures.Time(model.Made));
            DefinitionList.Digest(html, "Ledger id", model.LedgerId);
            DefinitionList.Digest(html, "Newest header hash", model.HeaderHash);
        }
        using (html.In("p", ("class", "remember")))
        {
            html.Put("strong", "Remember the head: ");
            html.Text(
                "keep the height and the newest header hash outside this ledger. Only against a head kept elsewhere does a rolled back "
                + "or rewritten ledger show.");
        }
    }
}
