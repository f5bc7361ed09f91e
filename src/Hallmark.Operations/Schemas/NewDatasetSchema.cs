using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Features;

namespace Hallmark.Operations.Schemas;

/// <summary>
/// The schema that was found for a dataset nobody declared one for, before it is opened: what is not clear is asked for, as
/// <see cref="ProposeSchema"/> asks for it. What is learned from all the same is said; what nothing would learn from is not dropped
/// unasked.
/// </summary>
internal static class NewDatasetSchema
{
    private const int RowsAtOnce = 4_096;
    private const int RowsLookedAt = 16 * RowsAtOnce; // whole files are not read once more for a question
    private const int Told = 5;

    /// <param name="source">With its label.</param>
    /// <param name="schema">As found in it.</param>
    /// <param name="cancellation">Stops between parts of the file.</param>
    /// <returns>One for each column that is asked for, by the file's beginning.</returns>
    public static IReadOnlyList<AskedColumn> Asked(IRecordSource source, Schema schema, CancellationToken cancellation)
    {
        if (!source.NamesColumns)
        {
            return []; // every number of an array or a picture is meant
        }
        var survey = new ColumnSurvey(schema, named: true);
        foreach (RecordBuffer records in source.Read(schema, RowsAtOnce, Environment.ProcessorCount))
        {
            cancellation.ThrowIfCancellationRequested();
            survey.Read(records);
            if (survey.Records >= RowsLookedAt)
            {
                break;
            }
        }
        return
        [
            .. schema.Columns.Zip(survey.Proposals()).Where(pair => pair.Second.Asks && pair.First.MayBeFeature)
                .Select(pair => new AskedColumn(pair.First.Name, pair.Second.Reason, pair.First.Type != ColumnType.Text)),
        ];
    }

    /// <exception cref="UsageException">
    /// Something would be dropped, or made a class, that its owner may mean otherwise; names the columns, and the commands that help.
    /// </exception>
    public static void RequireClear(string path, Schema schema, IReadOnlyList<SchemaNote> notes, IReadOnlyList<AskedColumn> asked)
    {
        if (notes.FirstOrDefault(note => note.IsLabel && note.IsMissingWord) is { Cause: { } word } && schema.HasClasses)
        {
            throw new UsageException(
                $"--label: '{word.Text}' in column '{schema.Label}' may be a class or say that there is no label. --missing none makes it "
                + $"a class; --missing '{word.Text}' makes it none ('hallmark schema' then says that labels are optional)");
        }
        AskedColumn[] dropped = [.. asked.Where(column => !column.IsLearned)];
        if (dropped.Length > 0)
        {
            string names = string.Join("; ", dropped.Take(Told).Select(column => $"'{column.Name}' ({Question(column)})"));
            string more = dropped.Length > Told ? $"; and {dropped.Length - Told} more" : "";
            string label = schema.Label is null ? ""
                : $" {(schema.Task == LearningTask.Regression ? "--target" : "--label")} {schema.Label}";
            throw new UsageException(
                $"{path}: nothing would learn from {names}{more}. Say what they are for: 'hallmark schema {path}"
                + $"{label} --out s.yaml', edit it, and register with --schema s.yaml; "
                + "or --as-found leaves them out");
        }

        string Question(AskedColumn column) => notes.Any(note => note.Column == column.Name && note.IsWrittenDate)
            ? "dates: --dates dmy or mdy says whether the day or the month comes first"
            : column.Question;
    }

    /// <exception cref="UsageException">The label is of numbers, most of which name one record or two: a target.</exception>
    public static void RequireClasses(Schema schema, long records)
    {
        if (LikelyTarget.Is(schema, records))
        {
            throw new UsageException(
                $"--label: column '{schema.Label}' has {LikelyTarget.Sentence(schema.Classes.Count, records)}: "
                + $"numbers to foretell are named with --target {schema.Label}; where they are classes, --as-found takes them");
        }
    }
}

/// <summary>A column of a new dataset of which it is not clear what it is for.</summary>
/// <param name="Question">What its owner would have to say, as a clause.</param>
/// <param name="IsLearned">Whether it is a feature all the same.</param>
public sealed record AskedColumn(string Name, string Question, bool IsLearned);
