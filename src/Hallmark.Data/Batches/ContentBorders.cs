using System.Buffers.Binary;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// Cuts records into batches where the records themselves say so, instead of after so many: a row put in at the top of a file then changes
/// one batch, and the others are those that are on record. Content-defined chunking (Muthitacharoen et al., A low-bandwidth network file
/// system, 2001) with records in the place of bytes.
/// <para>
/// A batch ends with the first record, from a quarter of the wanted size on, whose identity begins with a number below 2^64 / (3/4 of that
/// size), and at four times the size anyway. So batches have the wanted size on average, and what is put in or taken out moves borders only
/// up to the next record that is one anyway. Each record is hashed once more for it.
/// </para>
/// </summary>
internal sealed class ContentBorders(int wanted)
{
    private readonly int _least = Math.Max(1, wanted / 4);
    private readonly int _most = (int)Math.Min(4L * wanted, ContentFormat.RecordLimit);
    private readonly ulong _below = ulong.MaxValue / (ulong)Math.Max(1, wanted - (wanted / 4));

    /// <summary>Which records could be the last of a batch, by their content alone.</summary>
    /// <exception cref="ArgumentException">What <see cref="BatchBuilder.Build"/> refuses.</exception>
    public HashedRecords Hash(RecordBuffer records)
    {
        ReadOnlySpan<byte> identities = BatchBuilder.Build(records).Identities();
        bool[] borders = new bool[records.Count];
        for (int i = 0; i < borders.Length; i++)
        {
            borders[i] = BinaryPrimitives.ReadUInt64BigEndian(identities[(i * Digest.Size)..]) < _below;
        }
        return new HashedRecords(records, borders);
    }

    /// <summary>The same records, batch by batch; where the pieces ended has no influence.</summary>
    public IEnumerable<RecordBuffer> Cut(IEnumerable<HashedRecords> pieces)
    {
        RecordBuffer? open = null;
        foreach (HashedRecords piece in pieces)
        {
            int first = 0;
            for (int i = 0; i < piece.Records.Count; i++)
            {
                int count = (open?.Count ?? 0) + i + 1 - first;
                if (count < _most && !(count >= _least && piece.Borders[i]))
                {
                    continue;
                }
                open ??= new RecordBuffer(piece.Records.Schema, count);
                open.AddRange(piece.Records, first, i + 1 - first);
                yield return open;
                (open, first) = (null, i + 1);
            }
            if (first < piece.Records.Count)
            {
                open ??= new RecordBuffer(piece.Records.Schema, piece.Records.Count);
                open.AddRange(piece.Records, first, piece.Records.Count - first);
            }
        }
        if (open is not null)
        {
            yield return open;
        }
    }
}

/// <param name="Borders">Of each record, whether a batch can end with it.</param>
internal readonly record struct HashedRecords(RecordBuffer Records, bool[] Borders);
