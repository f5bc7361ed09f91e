using Hallmark.Evidence;

namespace Hallmark.Data.Records;

/// <summary>
/// Records of a dataset's earlier schema under a later one, and which records of a later one are records of an earlier. Bytes on record
/// are never written anew: what is lifted is what checks, schedules and models look at.
/// <para>
/// A record has one identity under all schemas of its dataset: the hash of its bytes under the earliest that can hold it. Whoever
/// registers old records anew under a wider type or with an empty new column is recognised by that. Whole numbers beyond 2^53 that became
/// decimals keep theirs, though their lifted cells may be equal.
/// </para>
/// </summary>
internal static class SchemaLift
{
    /// <summary>The same records under a schema that came from theirs.</summary>
    public static RecordBuffer Lift(RecordBuffer records, Schema schema)
    {
        if (schema.Digest == records.Schema.Digest)
        {
            return records;
        }
        RecordBuffer before = Lift(records, schema.Before ?? throw new ArgumentException("The schema did not come from the records'."));
        return new RecordBuffer(schema, before, [.. schema.Columns.Select((column, i) =>
            i >= before.Schema.Columns.Count ? MissingCells(column.Type, records.Count)
            : column.Type == before[i].Type ? before[i]
            : WiderType.Widen(before[i], column.Type))]);
    }

    /// <summary>
    /// Whole numbers that a later schema has as decimals though no double stands for them: the first in each column. Only numbers that were
    /// whole when they were registered can be.
    /// </summary>
    /// <exception cref="ArgumentException">The schema did not come from the records'.</exception>
    public static IReadOnlyList<RoundedCell> Rounded(RecordBuffer registered, Schema schema)
    {
        var rounded = new List<RoundedCell>();
        for (int i = 0; i < registered.Schema.Columns.Count; i++)
        {
            if (registered[i].Type == ColumnType.Int64 && PassesDecimals(registered.Schema, schema, i)
                && FirstBeyondDoubles(registered[i]) is { } record)
            {
                rounded.Add(new RoundedCell(schema.Columns[i].Name, record, registered[i].Integer(record)));
            }
        }
        return rounded;
    }

    private static bool PassesDecimals(Schema registered, Schema schema, int column)
    {
        bool passes = false;
        for (Schema at = schema; at.Digest != registered.Digest;)
        {
            passes |= at.Columns[column].Type == ColumnType.Float64;
            at = at.Before ?? throw new ArgumentException("The schema did not come from the records'.");
        }
        return passes;
    }

    private static int? FirstBeyondDoubles(ColumnBuffer column)
    {
        for (int record = 0; record < column.Count; record++)
        {
            if (!column.IsMissing(record) && !WiderType.IsDouble(column.Integer(record)))
            {
                return record;
            }
        }
        return null;
    }

    /// <summary>The same records with no cells in columns from this one on.</summary>
    public static RecordBuffer Cut(RecordBuffer records, int columns) => new(
        records.Schema, records,
        [.. records.Schema.Columns.Select((column, i) => i < columns ? records[i] : MissingCells(column.Type, records.Count))]);

    /// <summary>Identities of records, 32 bytes each.</summary>
    /// <param name="records">As they were registered.</param>
    /// <param name="labelled">Whether the label counts; where not, records that differ in it alone have one identity.</param>
    public static byte[] Identities(RecordBuffer records, bool labelled)
    {
        byte[] identities = new byte[records.Count * Digest.Size];
        int[] places = [.. Enumerable.Range(0, records.Count)];
        for (RecordBuffer? left = records; left is not null && places.Length > 0;)
        {
            Schema schema = left.Schema;
            int passedOver = labelled ? -1 : schema.LabelIndex;
            ILookup<bool, int> byFit = Enumerable.Range(0, places.Length).ToLookup(record => Fits(left, record, passedOver));
            foreach (int record in byFit[false])
            {
                Hash(left, record, passedOver).CopyTo(identities.AsSpan(places[record] * Digest.Size));
            }
            left = schema.Before is null ? null : Lowered(left, [.. byFit[true]], passedOver);
            places = [.. byFit[true].Select(record => places[record])];
        }
        return identities;
    }

    /// <summary>Roots over the same records under each earlier schema that can hold them all.</summary>
    public static IReadOnlyList<Digest> EarlierRoots(RecordBuffer records)
    {
        var roots = new List<Digest>();
        int[] all = [.. Enumerable.Range(0, records.Count)];
        for (RecordBuffer left = records; left.Schema.Before is not null && all.All(record => Fits(left, record, -1));)
        {
            bool changed = left.Schema.Change!.ChangesBytes;
            left = Lowered(left, all, -1);
            if (changed)
            {
                roots.Add(MerkleTree.Root([.. all.Select(record => Hash(left, record, -1))]));
            }
        }
        return roots;
    }

    /// <summary>Whether the record is one of the schema before, too.</summary>
    private static bool Fits(RecordBuffer records, int record, int passedOver)
    {
        if (records.Schema.Before is not { } before)
        {
            return false;
        }
        for (int i = 0; i < records.Schema.Columns.Count; i++)
        {
            bool fits = i == passedOver
                || (i < before.Columns.Count
                    ? WiderType.Narrows(records[i], record, before.Columns[i].Type)
                    : records[i].IsMissing(record));
            if (!fits)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Records that fit, under the schema before.</summary>
    private static RecordBuffer Lowered(RecordBuffer records, int[] fitting, int passedOver)
    {
        Schema before = records.Schema.Before!;
        var lowered = new RecordBuffer(before, fitting.Length);
        for (int i = 0; i < before.Columns.Count; i++)
        {
            foreach (int record in fitting)
            {
                if (i == passedOver)
                {
                    lowered[i].AddMissing();
                }
                else
                {
                    WiderType.AddNarrowed(records[i], record, lowered[i]);
                }
            }
        }
        return lowered;
    }

    private static Digest Hash(RecordBuffer records, int record, int passedOver)
    {
        var bytes = new MemoryStream();
        for (int i = 0; i < records.Schema.Columns.Count; i++)
        {
            if (i != passedOver)
            {
                RecordFormat.Write(records[i], record, bytes);
            }
        }
        return MerkleTree.LeafHash(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static ColumnBuffer MissingCells(ColumnType type, int count)
    {
        var column = new ColumnBuffer(type, count);
        for (int i = 0; i < count; i++)
        {
            column.AddMissing();
        }
        return column;
    }
}
