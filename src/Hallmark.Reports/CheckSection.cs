using Hallmark.Evidence;

namespace Hallmark.Reports;

/// <summary>How a reader gets from believing this page to knowing.</summary>
internal static class CheckSection
{
    public static void Write(Html html, ReportModel model)
    {
        using (html.In("section", ("id", "check")))
        {
            html.Put("h2", "How to check this yourself");
            html.Put(
                "p",
                "This page is a picture, not evidence: anyone could have written it. The evidence is the ledger, the content and the "
                + "files of the runs. With a copy of them:");
            using (html.In("ol", ("class", "commands")))
            {
                Command(
                    html, "hallmark audit --replay --head FILE",
                    "does the whole audit again and trains the closed runs again, bit for bit. FILE is a head that you kept elsewhere: "
                    + "without it a rolled back or rewritten ledger looks perfect from inside.");
                Command(
                    html, "hallmark receipt ENTRY",
                    "exports an entry with the proof that it is in the ledger, for somebody who has no copy.");
                Command(
                    html, "hallmark verify FILE --receipt R --key K",
                    "checks such a proof offline, with nothing but the statement, its receipt and the sealer's public key.");
            }
            if (model.Audit.Head is { } head)
            {
                WriteHead(html, head);
            }
        }
        html.Line();
    }

    private static void Command(Html html, string command, string what)
    {
        using (html.In("li"))
        {
            using (html.In("pre"))
            {
                html.Put("code", command);
            }
            html.Text(what);
        }
    }

    private static void WriteHead(Html html, Head head)
    {
        using (html.In("details"))
        {
            html.Put("summary", "The head of this ledger as a file to keep");
            html.Put("p", "Save these lines where the operator of the ledger cannot change them.");
            html.Put("pre", head.ToText());
        }
    }
}
