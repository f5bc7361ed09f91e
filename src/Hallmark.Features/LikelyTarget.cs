using Hallmark.Data.Records;

namespace Hallmark.Features;

/// <summary>Whether what was named as a label looks like a number to be foretold: nobody learns a class from one record of it.</summary>
public static class LikelyTarget
{
    private const int LeastValues = 20; // of fewer records most may differ by chance

    /// <param name="schema">With the classes as found.</param>
    /// <param name="records">How many have a label.</param>
    public static bool Is(Schema schema, long records)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.HasClasses && Is(schema.Columns[schema.LabelIndex].Type, schema.Classes.Count, records);
    }

    /// <param name="type">Of the label's column.</param>
    /// <param name="values">Different ones.</param>
    /// <param name="records">How many have one.</param>
    public static bool Is(ColumnType type, int values, long records) =>
        type is ColumnType.Float64 or ColumnType.Int64 && values >= LeastValues && 2L * values > records;

    /// <summary>What speaks for it, after "has".</summary>
    public static string Sentence(int values, long records) => $"{values} different numbers in {records} records";
}
