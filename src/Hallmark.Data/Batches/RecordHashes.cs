using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>Hashes of records over everything but their label.</summary>
internal static class RecordHashes
{
    /// <summary>
    /// SHA-256(00 || the record's bytes without the label cell) for each record of well-formed content, 32 bytes each. Without a
    /// label these are the leaf hashes.
    /// </summary>
    public static byte[] WithoutLabel(ReadOnlySpan<byte> content, Schema schema, int records)
    {
        byte[] hashes = new byte[checked(records * Digest.Size)];
        var hasher = new LaneHasher(hashes);
        ColumnType[] types = [.. schema.Columns.Select(column => column.Type)];
        int labelIndex = schema.LabelIndex;
        byte[] kept = [];
        int start = ContentFormat.HeaderSize;
        for (int record = 0; record < records; record++)
        {
            int end = start;
            (int label, int labelEnd) = (start, start);
            for (int i = 0; i < types.Length; i++)
            {
                int length = RecordFormat.Frame(types[i], content[end..], out _);
                (label, labelEnd) = i == labelIndex ? (end, end + length) : (label, labelEnd);
                end += length;
            }
            kept = kept.Length < end - start ? new byte[2 * (end - start)] : kept;
            content[start..label].CopyTo(kept);
            content[labelEnd..end].CopyTo(kept.AsSpan(label - start));
            hasher.Add(ContentFormat.LeafPrefix, kept.AsSpan(0, label - start + end - labelEnd));
            start = end;
        }
        hasher.Finish();
        return hashes;
    }
}
