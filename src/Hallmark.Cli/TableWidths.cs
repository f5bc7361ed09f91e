using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hallmark.Cli;

/// <summary>
/// How wide the columns of a table are where it does not fit: words stay whole, such as ids and digests, and columns that need little more
/// get it first. The library takes from the widest, whatever stands in it.
/// </summary>
internal static class TableWidths
{
    /// <param name="console">What the table goes to.</param>
    /// <param name="table">Whose columns get a width where they need one.</param>
    /// <param name="widest">Most that it should have in all, unless its words need more.</param>
    /// <returns>Columns that the console must have for it.</returns>
    public static int Fit(IAnsiConsole console, Table table, int widest)
    {
        RenderOptions options = RenderOptions.Create(console, console.Profile.Capabilities);
        Measurement[] needs = [.. Enumerable.Range(0, table.Columns.Count).Select(column => NeedOf(table, column, options))];
        int beside = ((IRenderable)table).Measure(options, int.MaxValue / 2).Max - needs.Sum(need => need.Max);
        int least = needs.Sum(need => need.Min) + beside;
        int width = Math.Min(console.Profile.Width, Math.Max(widest, least));
        int left = width - least;
        if (left < 0 || needs.Sum(need => need.Max) + beside <= width)
        {
            return width;
        }
        foreach ((int column, Measurement need) in needs.Index().OrderBy(need => need.Item.Max - need.Item.Min))
        {
            int more = Math.Min(need.Max - need.Min, left);
            table.Columns[column].Width = need.Min + more;
            left -= more;
        }
        return width;
    }

    /// <summary>From its longest word to its longest line.</summary>
    private static Measurement NeedOf(Table table, int column, RenderOptions options)
    {
        Measurement[] cells =
        [
            .. table.Rows.Select(row => row[column]).Prepend(table.Columns[column].Header)
                .Select(cell => cell.Measure(options, int.MaxValue / 2)),
        ];
        return new Measurement(cells.Max(cell => cell.Min), cells.Max(cell => cell.Max));
    }
}
