using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>Turns typed records into batches. A batch is a pure function of its records: no clock, no thread count, no culture.</summary>
public static class BatchBuilder
{
    /// <summary>
    /// One batch of each buffer, several built at once, given in order. At most <paramref name="threads"/> + 2 are in memory.
    /// </summary>
    /// <param name="batches">Read on the caller's thread; a buffer given is not touched again by its maker.</param>
    /// <param name="threads">Batches built at once, at least 1. Has no influence on the results.</param>
    /// <exception cref="ArgumentException">A buffer that <see cref="Build"/> refuses; thrown when its batch is due.</exception>
    public static IEnumerable<BatchContent> BuildAll(IEnumerable<RecordBuffer> batches, int threads) =>
        OrderedPipeline.Run(batches, Build, threads);

    /// <summary>One batch of all records in <paramref name="records"/>.</summary>
    /// <exception cref="ArgumentException">
    /// No records or too many, columns of different lengths, a text that is not Unicode or is too long, a label that is no class,
    /// or content over <see cref="ContentFormat.SizeLimit"/>. Names record and column.
    /// </exception>
    public static BatchContent Build(RecordBuffer records)
    {
        ArgumentNullException.ThrowIfNull(records);
        Check(records);
        Schema schema = records.Schema;
        int count = records.Count;
        int[] offsets = Offsets(records);
        byte[] content = new byte[offsets[count]];
        ContentFormat.WriteHeader(content, schema.Digest, count);
        byte[] tree = new byte[checked((count + schema.Columns.Count) * Digest.Size)];
        int[] cursors = offsets[..count];
        for (int i = 0; i < schema.Columns.Count; i++)
        {
            CellWriter.Write(records[i], schema.Columns[i].Name, content, cursors, tree.AsSpan((count + i) * Digest.Size, Digest.Size));
        }
        var hasher = new LaneHasher(tree);
        for (int i = 0; i < count; i++)
        {
            hasher.Add(ContentFormat.LeafPrefix, content.AsSpan(offsets[i], offsets[i + 1] - offsets[i]));
        }
        hasher.Finish();
        Span<byte> leaves = tree.AsSpan(0, count * Digest.Size);
        return new BatchContent(
            schema, count, content, tree, TreeHashes.Root(leaves), ContentFormat.ColumnsRoot(tree.AsSpan(leaves.Length)),
            ClassCounts(records), Position(records, 0), Position(records, count - 1));
    }

    private static long Position(RecordBuffer records, int record) => records.Positions.Count > 0 ? records.Positions[record] : 0;

    private static void Check(RecordBuffer records)
    {
        if (records.UnevenColumn() is string column)
        {
            throw new ArgumentException($"Column '{column}' has another number of cells than the first column.", nameof(records));
        }
        if (records.Count is 0 or > ContentFormat.RecordLimit)
        {
            throw new ArgumentException($"A batch has 1 to {ContentFormat.RecordLimit} records, not {records.Count}.", nameof(records));
        }
    }

    /// <summary>Where each record begins in the content, and last where the content ends.</summary>
    private static int[] Offsets(RecordBuffer records)
    {
        int count = records.Count;
        int[] lengths = new int[count + 1];
        for (int i = 0; i < records.Schema.Columns.Count; i++)
        {
            if (!CellWriter.TryMeasure(records[i], lengths.AsSpan(0, count), out int bad))
            {
                string field = records.Schema.Columns[i].Name;
                throw new ArgumentException(
                    $"Record {bad}, field '{field}': the text is not Unicode or longer than {RecordFormat.TextLimit} bytes.",
                    nameof(records));
            }
        }
        long offset = ContentFormat.HeaderSize;
        for (int i = 0; i <= count; i++)
        {
            int length = lengths[i];
            lengths[i] = (int)offset;
            offset += length;
            if (offset > ContentFormat.SizeLimit)
            {
                throw new ArgumentException(
                    $"The batch has more than {ContentFormat.SizeLimit} bytes; make it of fewer records.", nameof(records));
            }
        }
        return lengths;
    }

    private static long[] ClassCounts(RecordBuffer records)
    {
        Schema schema = records.Schema;
        ClassIndex? classes = schema.HasClasses ? new ClassIndex(schema) : null;
        long[] counts = new long[schema.CountedClasses];
        for (int i = 0; i < records.Count && schema.LabelIndex >= 0; i++)
        {
            if (schema.LabelProblem(records, classes, i) is { } problem)
            {
                throw new ArgumentException($"Record {i}, field '{schema.Label}': {problem}.", nameof(records));
            }
            if (classes is not null)
            {
                int found = classes.Of(records[schema.LabelIndex], i);
                counts[found < 0 ? ^1 : found]++;
            }
        }
        return counts;
    }

}
