using Hallmark.Data.Records;

namespace Hallmark.Data.Sources.Csv;

/// <summary>In which order the first rows of a table write day, month and year.</summary>
internal static class DateDetection
{
    private static readonly DateOrder[] Orders = [DateOrder.DayFirst, DateOrder.MonthFirst, DateOrder.YearFirst];

    /// <param name="columns">Cells of each column that are not missing.</param>
    /// <returns>
    /// The one order by which all dates of some column can be read and by which no other column's dates cannot; none where there is none.
    /// And whether there are columns of dates that more than one order reads, or of different orders.
    /// </returns>
    public static (DateOrder? Found, bool IsOpen) Find(IEnumerable<IReadOnlyList<string>> columns)
    {
        DateOrder[][] fitting =
            [.. columns.Where(HasWritten).Select(cells => Orders.Where(order => cells.All(cell => IsMoment(cell, order))).ToArray())
                .Where(orders => orders.Length > 0)];
        DateOrder[] sure = [.. fitting.Where(orders => orders.Length == 1).Select(orders => orders[0]).Distinct()];
        return sure.Length switch
        {
            0 when fitting.Length > 0 && fitting.All(orders => orders.Length == Orders.Length) => (DateOrder.YearFirst, false),
            1 => (sure[0], false),
            _ => (null, fitting.Length > 0),
        };
    }

    /// <summary>Whether there is a date that the usual way does not read.</summary>
    private static bool HasWritten(IReadOnlyList<string> cells) =>
        cells.Any(cell => MomentText.Read(cell, out _) == MomentKinds.Other && Orders.Any(order => IsMoment(cell, order)));

    private static bool IsMoment(string cell, DateOrder order) =>
        MomentText.Read(cell, out _) != MomentKinds.Other || WrittenDates.Read(cell, order, out _) != MomentKinds.Other;
}
