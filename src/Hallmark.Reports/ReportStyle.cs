using System.Security.Cryptography;
using System.Text;

namespace Hallmark.Reports;

/// <summary>
/// The look of the report, by day, by night, on paper and on a phone. Colours are named once and used by page and pictures alike.
/// </summary>
internal static class ReportStyle
{
    /// <summary>Nothing is loaded and nothing runs; of styles only this sheet, by its digest.</summary>
    public static string ContentSecurityPolicy { get; } =
        "default-src 'none'; base-uri 'none'; form-action 'none'; style-src "
        + $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'";

    public static string Css => Sheet;

    private const string Sheet = Colours + Page + Banner + Tables + Pictures + Small + Paper;

    private const string Colours = """

        :root {
          --paper: #f6f5f1; --panel: #fffefb; --ink: #1d2126; --muted: #5b636d; --line: #dcd9d0; --grid: #e9e6de;
          --good: #17724a; --incomplete: #4a5aa8; --broken: #a85407; --tampered: #b3202c;
          --good-wash: #e6f2eb; --incomplete-wash: #e9ebf7; --broken-wash: #faeedd; --tampered-wash: #fae7e6;
          --curve: #2d5f9e;
          --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", "DejaVu Serif", Georgia, serif;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --paper: #14171b; --panel: #1b1f25; --ink: #e7e5df; --muted: #a0a7b1; --line: #363c45; --grid: #2a2f37;
            --good: #5fc795; --incomplete: #9aa9f0; --broken: #eda557; --tampered: #f47f80;
            --good-wash: #17281f; --incomplete-wash: #1e2236; --broken-wash: #2e2314; --tampered-wash: #331b1d;
            --curve: #7fb2ec;
          }
        }
        """;

    private const string Page = """

        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 1120px; padding: 24px; background: var(--paper); color: var(--ink); font: 16px/1.5 var(--sans);
          overflow-wrap: anywhere; }
        h1, h2, h3, h4, p, dl, dd, ul, ol, figure, pre { margin: 0; }
        h2 { font: 600 30px/1.2 var(--serif); margin: 56px 0 8px; padding-top: 12px; border-top: 3px double var(--line); }
        h3 { font: 600 20px/1.3 var(--serif); margin: 28px 0 10px; }
        h4 { font: 600 16px/1.3 var(--sans); margin: 0 0 8px; }
        p { margin: 0 0 12px; max-width: 75ch; }
        code, pre { font-family: var(--mono); font-size: 0.9em; }
        pre { padding: 10px 14px; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
        nav { display: flex; flex-wrap: wrap; gap: 4px 24px; margin-top: 18px; }
        a { color: var(--curve); padding: 6px 0; }
        .quiet, figcaption { color: var(--muted); font-size: 14px; }
        .conclusion { color: var(--ink); font-size: 16px; font-weight: 600; }
        summary { cursor: pointer; padding: 6px 0; color: var(--curve); }
        summary h3 { display: inline; color: var(--ink); }
        details details, figure details { margin-top: 6px; }
        .run { margin-top: 16px; padding: 8px 20px 20px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; }
        .run .panel { border: 0; padding: 0; background: none; }
        .run h4 { margin-top: 20px; }
        .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 28px; }
        ul.plain, ul.chips, ul.legend, ul.totals { list-style: none; padding: 0; }
        ul.chips, ul.legend, ul.totals { display: flex; flex-wrap: wrap; gap: 6px 18px; margin-bottom: 12px; }
        ul.totals { gap: 10px 28px; margin-top: 12px; }
        ul.totals strong { font: 600 24px/1.2 var(--serif); font-variant-numeric: tabular-nums; }
        ul.chips li { display: flex; align-items: center; gap: 6px; }
        ol.commands { padding-left: 24px; }
        ol.commands li { margin-bottom: 16px; max-width: 80ch; }
        ol.commands pre { margin-bottom: 4px; }
        code { unicode-bidi: isolate; }
        ol.schedule { columns: 270px; column-gap: 24px; padding-left: 36px; font-size: 14px; }
        ol.schedule li { break-inside: avoid; padding: 1px 0; }
        """;

    private const string Banner = """

        .banner { padding: 28px; background: var(--wash); border: 1px solid var(--line); border-top: 6px solid var(--tone);
          border-radius: 10px; }
        .good { --tone: var(--good); --wash: var(--good-wash); }
        .incomplete { --tone: var(--incomplete); --wash: var(--incomplete-wash); }
        .broken { --tone: var(--broken); --wash: var(--broken-wash); }
        .tampered { --tone: var(--tampered); --wash: var(--tampered-wash); }
        .verdict { display: flex; gap: 26px; align-items: center; }
        .verdict .stamp { flex: none; }
        .verdict h1 { font: 600 18px/1.3 var(--sans); color: var(--muted); }
        .word { font: 600 46px/1.1 var(--serif); color: var(--tone); margin: 4px 0 8px; }
        .sentence { font-size: 18px; margin: 0; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px 24px; margin-top: 22px; }
        .facts + p { margin-top: 10px; }
        .fact dt, .place dt { color: var(--muted); font-size: 13px; }
        .fact dd { font-weight: 600; font-variant-numeric: tabular-nums; }
        .digest { grid-column: 1 / -1; }
        .digest dd { font: 14px/1.5 var(--mono); }
        .remember { margin: 16px 0 0; font-size: 14px; color: var(--muted); }
        .remember strong { color: var(--ink); }
        """;

    private const string Tables = """

        .wide { overflow-x: auto; margin-bottom: 8px; }
        table { width: 100%; border-collapse: collapse; font-size: 15px; }
        th { text-align: left; font-weight: 600; font-size: 13px; color: var(--muted); }
        th, td { padding: 8px 14px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; unicode-bidi: isolate; }
        th { overflow-wrap: normal; }
        .number { font-variant-numeric: tabular-nums; }
        .name { font-weight: 500; }
        .message { min-width: 260px; }
        .place { min-width: 170px; display: flex; flex-wrap: wrap; gap: 2px 16px; }
        .place div { display: flex; gap: 6px; }
        .place dt { flex: none; line-height: 23px; }
        ul.inline { min-width: 80px; list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 14px; }
        .badge { display: inline-flex; align-items: center; gap: 6px; }
        .badge.good, .badge.incomplete, .badge.broken, .badge.tampered { color: var(--tone); font-weight: 600; white-space: nowrap; }
        .badge .stamp, .badge .key { flex: none; }
        .key { vertical-align: -2px; }
        .coverage { max-width: 760px; }
        .coverage th, .coverage td { vertical-align: middle; }
        .coverage th { color: var(--ink); font-weight: 400; font-size: 15px; }
        .coverage td { white-space: nowrap; }
        .coverage .bar { width: 30%; }
        .share-bar { display: block; width: 100%; height: 8px; }
        .share-bar .all { fill: var(--line); }
        .share-bar .done { fill: var(--good); }
        .share-bar .part { fill: var(--incomplete); }
        """;

    private const string Pictures = """

        .panel { padding: 18px 20px; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; margin-bottom: 16px; }
        .chart { display: block; width: 100%; height: auto; max-width: 640px; margin: 0 0 10px; overflow: visible;
          font-family: var(--sans); }
        .scores, .measurements { max-width: 720px; }
        .beside { display: grid; grid-template-columns: minmax(0, 720px) minmax(0, 1fr); gap: 28px; }
        .beside ul.legend { flex-direction: column; margin-top: 8px; }
        .chart text { fill: var(--ink); font-size: 14px; unicode-bidi: isolate; }
        .chart .tick, .chart .axis-name { fill: var(--muted); font-size: 13px; font-variant-numeric: tabular-nums; }
        .chart .axis-name { font-style: italic; }
        .chart .strong { font-weight: 600; }
        .chart .halo { paint-order: stroke; stroke: var(--panel); stroke-width: 5px; stroke-linejoin: round; }
        .grid { stroke: var(--grid); }
        .base { stroke: var(--line); }
        .mean { stroke: var(--ink); stroke-width: 2; }
        .mark { fill: none; stroke-width: 1.8; }
        .mark.accepted { stroke: var(--good); fill: var(--panel); }
        .mark.accepted.used { fill: var(--good); }
        .mark.pending { stroke: var(--muted); }
        .mark.challenged { stroke: var(--broken); stroke-width: 2.4; }
        .mark.withdrawn { stroke: var(--muted); stroke-width: 2.4; }
        .mark.quarantined { stroke: var(--broken); fill: var(--broken); }
        .mark.refused { stroke: var(--tampered); stroke-width: 2.4; }
        .mark.unknown { stroke: var(--ink); }
        .limit { stroke-width: 1.6; stroke-dasharray: 4 3; }
        .limit.quarantine { stroke: var(--broken); }
        .limit.refuse { stroke: var(--tampered); }
        .ring { fill: none; stroke: var(--ink); stroke-width: 1.2; }
        .curve { fill: none; stroke: var(--curve); stroke-width: 2.2; stroke-linejoin: round; }
        .dot { fill: var(--curve); }
        .least { fill: none; stroke: var(--ink); stroke-width: 1.6; }
        .spread { stroke: var(--ink); stroke-width: 1.6; }
        .diamond { fill: var(--ink); }
        .stamp .outline { fill: var(--panel); stroke: var(--tone); stroke-width: 3; stroke-linejoin: round; }
        .stamp .sign { fill: none; stroke: var(--tone); stroke-width: 4.5; stroke-linecap: round; stroke-linejoin: round; }
        """;

    private const string Small = """

        @media screen and (max-width: 720px) {
          body { padding: 12px; }
          .banner { padding: 18px; }
          .verdict { gap: 16px; align-items: flex-start; }
          .verdict .stamp { width: 60px; height: 60px; }
          .word { font-size: 34px; }
          .sentence { font-size: 16px; }
          .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .pair { grid-template-columns: minmax(0, 1fr); }
          .panel { padding: 14px 10px; }
          .beside { grid-template-columns: minmax(0, 1fr); gap: 8px; }
          .beside ul.legend { flex-direction: row; }
          .chart text { font-size: 20px; }
          .chart .tick, .chart .axis-name { font-size: 18px; }
          .run { padding: 6px 12px 14px; }
          ul.totals { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
          table:not(.coverage) thead { display: none; }
          table:not(.coverage) tr { display: block; padding: 10px 0; border-bottom: 1px solid var(--line); }
          table:not(.coverage) td { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 0 10px; padding: 2px 0; border: 0; }
          table:not(.coverage) td::before { content: attr(data-label); grid-column: 1; color: var(--muted); font-size: 13px;
            line-height: 23px; }
          table:not(.coverage) td > * { grid-column: 2; }
          .message { min-width: 0; max-width: none; }
          .coverage .bar { display: none; }
          .coverage td, .coverage th { padding-right: 8px; }
          .coverage .share { white-space: normal; }
        }
        """;

    private const string Paper = """

        @media print {
          :root { --paper: #fff; --panel: #fff; }
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          nav { display: none; }
          h2, h3, h4, summary { break-after: avoid; }
          .chart, .banner, tr { break-inside: avoid; }
          .wide { overflow: visible; }
          .pair, .beside { display: block; }
          h2 { margin-top: 24px; }
          .banner, .stamp, .chart, .share-bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          details::details-content { content-visibility: visible; }
          .chart { max-width: 12cm; }
        }

        """;
}
