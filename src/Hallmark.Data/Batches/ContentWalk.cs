using System.Security.Cryptography;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// One walk over content by its framing alone, whatever the values: where records and cells begin, until the end or until they
/// can no longer be told apart.
/// </summary>
internal sealed class ContentWalk
{
    private readonly byte[] _content;
    private readonly Schema _schema;
    private readonly List<int> _offsets = [ContentFormat.HeaderSize]; // of each whole record, and last where they end
    private readonly byte[] _hashes; // of each whole record, and after a walk without a problem of each column

    private ContentWalk(byte[] content, Schema schema, int records, BatchSecret? secret)
    {
        _content = content;
        _schema = schema;
        Walk(records);
        _hashes = Hash();
        if (secret is not null)
        {
            _hashes = Salts.Apply(secret, _hashes, Records);
        }
    }

    /// <summary>What ended the walk before its time, as a sentence; null when all records were found and nothing else.</summary>
    public string? Problem { get; private set; }

    public long? ProblemRecord { get; private set; }

    public string? ProblemField { get; private set; }

    /// <summary>Whole records found.</summary>
    public int Records => _offsets.Count - 1;

    /// <param name="secret">The batch's secret; null for an open batch.</param>
    public static ContentWalk Through(byte[] content, Schema schema, int records, BatchSecret? secret) =>
        new(content, schema, records, secret);

    /// <summary>Records whose leaf hash is not the registered one, ascending.</summary>
    public List<int> DifferingRecords(RegisteredTree tree)
    {
        var differing = new List<int>();
        for (int i = 0; i < Records; i++)
        {
            if (!_hashes.AsSpan(i * Digest.Size, Digest.Size).SequenceEqual(tree.Leaf(i)))
            {
                differing.Add(i);
            }
        }
        return differing;
    }

    /// <summary>Columns whose digest is not the registered one, ascending. Only after a walk without a problem.</summary>
    public List<int> DifferingColumns(RegisteredTree tree) =>
        [.. Enumerable.Range(0, _schema.Columns.Count)
            .Where(i => !_hashes.AsSpan((Records + i) * Digest.Size, Digest.Size).SequenceEqual(tree.Column(i)))];

    private void HashColumns(Span<byte> digests)
    {
        IncrementalHash[] hashes = [.. _schema.Columns.Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i].AppendData(ContentFormat.ColumnPrefix(_schema.Columns[i].Name));
        }
        int position = ContentFormat.HeaderSize;
        for (int record = 0; record < Records; record++)
        {
            for (int i = 0; i < hashes.Length; i++)
            {
                int length = RecordFormat.Frame(_schema.Columns[i].Type, _content.AsSpan(position), out _);
                hashes[i].AppendData(_content.AsSpan(position, length));
                position += length;
            }
        }
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i].GetHashAndReset(digests[(i * Digest.Size)..]);
            hashes[i].Dispose();
        }
    }

    private void Walk(int records)
    {
        int position = ContentFormat.HeaderSize;
        if (_content.Length < position)
        {
            Problem = "the content breaks off inside its header";
            return;
        }
        for (int record = 0; record < records; record++)
        {
            foreach (Column column in _schema.Columns)
            {
                int length = RecordFormat.Frame(column.Type, _content.AsSpan(position), out string problem);
                if (length < 0)
                {
                    Problem = $"record {record}, field '{column.Name}' {problem}; the records from there on cannot be told apart";
                    ProblemRecord = record;
                    ProblemField = column.Name;
                    return;
                }
                position += length;
            }
            _offsets.Add(position);
        }
        if (position < _content.Length)
        {
            Problem = $"the content goes on for {_content.Length - position} bytes after its last record";
        }
    }

    private byte[] Hash()
    {
        int columns = Problem is null ? _schema.Columns.Count : 0;
        byte[] hashes = new byte[(Records + columns) * Digest.Size];
        var hasher = new LaneHasher(hashes);
        for (int i = 0; i < Records; i++)
        {
            hasher.Add(ContentFormat.LeafPrefix, _content.AsSpan(_offsets[i], _offsets[i + 1] - _offsets[i]));
        }
        hasher.Finish();
        if (columns > 0)
        {
            HashColumns(hashes.AsSpan(Records * Digest.Size));
        }
        return hashes;
    }
}
