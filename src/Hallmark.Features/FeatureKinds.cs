using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>
/// Columns beside those of numbers that can be learned from, by type and declared role alone: dates and times; text that is declared to be
/// a feature; and where a schema has none of all these, its other text, as far as it turns out to be running text.
/// </summary>
public static class FeatureKinds
{
    /// <summary>Most columns whose missing cells are told apart, the first in schema order.</summary>
    public const int MaxIndicators = 200;

    /// <summary>Dates and times, as days since 1970.</summary>
    public static int[] Moments(Schema schema) => Of(schema, column =>
        column.MayBeFeature && column.Type is ColumnType.Date or ColumnType.DateTime or ColumnType.Instant);

    /// <summary>Text that is declared to be a feature.</summary>
    public static int[] DeclaredTexts(Schema schema) =>
        Of(schema, column => column is { Type: ColumnType.Text, Role: ColumnRole.Feature });

    /// <summary>Text that nobody declared, where there is nothing else to learn from; whether it is running text, its cells say.</summary>
    public static int[] PossibleTexts(Schema schema) =>
        FeatureSelection.All(schema).Columns.Count > 0 || Moments(schema).Length > 0 || DeclaredTexts(schema).Length > 0
            ? []
            : Of(schema, column => column is { Type: ColumnType.Text, Role: null });

    private static int[] Of(Schema schema, Func<Column, bool> which) =>
        [.. Enumerable.Range(0, schema.Columns.Count).Where(column => column != schema.LabelIndex && which(schema.Columns[column]))];
}
