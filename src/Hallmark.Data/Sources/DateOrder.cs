namespace Hallmark.Data.Sources;

/// <summary>What comes first in dates that are not written as ISO 8601 has them.</summary>
public enum DateOrder
{
    /// <summary>31.12.2026, 31/12/2026</summary>
    DayFirst,

    /// <summary>12/31/2026</summary>
    MonthFirst,

    /// <summary>2026/12/31, 2026.12.31, 2026-1-5</summary>
    YearFirst,
}
