using Hallmark.Evidence;

namespace Hallmark.Data;

/// <summary>
/// Re-hashes a stored batch against its manifest and locates what was altered. The leaf hashes of the tree object say which
/// records differ, its column digests which columns; where both point to one, the cell is known. The tree object itself is
/// believed only as far as the signed roots confirm it. Never throws for damage.
/// </summary>
public static class BatchVerifier
{
    /// <summary>Most damages listed; the rest is counted.</summary>
    public const int DamageLimit = 20;

    /// <param name="manifest">The signed facts.</param>
    /// <param name="schema">The schema the manifest names.</param>
    /// <param name="store">Where the objects stand.</param>
    /// <exception cref="ArgumentException">Another schema than the manifest's.</exception>
    public static BatchExamination Examine(BatchManifest manifest, Schema schema, IContentStore store)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(store);
        if (schema.Digest != manifest.SchemaDigest)
        {
            throw new ArgumentException($"The manifest names the schema {manifest.SchemaDigest}, not {schema.Digest}.", nameof(schema));
        }
        var damages = new DamageList();
        RegisteredTree tree = RegisteredTree.Read(manifest, schema, store, damages);
        byte[]? content = Unverified.Read(store, manifest.Content);
        if (content is null)
        {
            damages.Add(BatchDamageKind.Missing, null, null, $"the content object {manifest.Content.Digest} is missing");
        }
        else if (ObjectReference.Of(content) == manifest.Content)
        {
            CheckRegistered(manifest, schema, content, damages);
        }
        else
        {
            Locate(manifest, schema, content, tree, damages);
        }
        return damages.ToExamination();
    }

    /// <summary>The content is what was registered: it must also be what the manifest says it is.</summary>
    private static void CheckRegistered(BatchManifest manifest, Schema schema, byte[] content, DamageList damages)
    {
        RecordBatch batch;
        BatchContent rebuilt;
        try
        {
            batch = BatchReader.Decode(content, schema);
            rebuilt = BatchBuilder.Build(batch.Cells);
        }
        catch (Exception e) when (e is MalformedException or ArgumentException)
        {
            damages.Add(BatchDamageKind.Registered, null, null, $"the content was registered malformed: {e.Message}");
            return;
        }
        Expect(batch.Count == manifest.Records, "the number of records");
        Expect(rebuilt.Root == manifest.Root, "the root over the records");
        Expect(rebuilt.ColumnsRoot == manifest.ColumnsRoot, "the columns root");
        Expect(rebuilt.ClassCounts.SequenceEqual(manifest.ClassCounts), "the class counts");

        void Expect(bool holds, string what)
        {
            if (!holds)
            {
                damages.Add(BatchDamageKind.Registered, null, null, $"the manifest was registered wrong: {what} of the content is another");
            }
        }
    }

    private static void Locate(BatchManifest manifest, Schema schema, byte[] content, RegisteredTree tree, DamageList damages)
    {
        bool headerIntact = CheckHeader(manifest, schema, content, damages);
        ContentWalk walk = ContentWalk.Through(content, schema, (int)manifest.Records);
        List<int> records = tree.LeavesTrusted ? WithoutDrift(walk.DifferingRecords(tree), walk) : [];
        List<int> columns = tree.ColumnsTrusted && walk.Problem is null ? walk.DifferingColumns(tree) : [];
        string? fields = columns.Count == 0 ? null : string.Join(", ", columns.Take(DamageLimit).Select(index => schema.Columns[index].Name));
        foreach (int record in records)
        {
            damages.Add(BatchDamageKind.Record, record, fields, RecordMessage(record, columns.Count, records.Count, fields));
        }
        if (records.Count == 0 && fields is not null)
        {
            damages.Add(BatchDamageKind.Record, null, fields, $"field {fields} was altered; the leaf hashes that would name the record are lost");
        }
        if (walk.Problem is not null)
        {
            damages.Add(BatchDamageKind.Framing, walk.ProblemRecord, walk.ProblemField, walk.Problem);
        }
        if (headerIntact && records.Count == 0 && fields is null && walk.Problem is null)
        {
            damages.Add(BatchDamageKind.Content, null, null, "the content was altered; the hashes that would name the place are lost");
        }
    }

    /// <summary>
    /// An altered length or tag shifts everything after it, so the records walked between it and the place where the walk fails
    /// differ too. Of such a run up to that place only the first is an alteration.
    /// </summary>
    private static List<int> WithoutDrift(List<int> records, ContentWalk walk)
    {
        if (walk.Problem is null)
        {
            return records;
        }
        int run = records.Count;
        for (int next = walk.Records - 1; run > 0 && records[run - 1] == next; next--)
        {
            run--;
        }
        return run < records.Count ? records[..(run + 1)] : records;
    }

    private static string RecordMessage(int record, int columns, int records, string? fields) => columns switch
    {
        0 => $"record {record} was altered",
        1 => $"record {record}, field '{fields}' was altered",
        _ when records == 1 => $"record {record}, fields {fields} were altered",
        _ => $"record {record} was altered in one or more of the fields {fields}",
    };

    /// <summary>Reports every header field that is not what it must be; what follows is read as if it were.</summary>
    private static bool CheckHeader(BatchManifest manifest, Schema schema, byte[] content, DamageList damages)
    {
        Span<byte> expected = stackalloc byte[ContentFormat.HeaderSize];
        ContentFormat.WriteHeader(expected, schema.Digest, (int)manifest.Records);
        ReadOnlySpan<byte> found = content.AsSpan(0, Math.Min(content.Length, expected.Length));
        if (found.SequenceEqual(expected))
        {
            return true;
        }
        foreach ((string name, Range range) in ContentFormat.HeaderFields)
        {
            (int start, int length) = range.GetOffsetAndLength(expected.Length);
            if (start + length > found.Length || !found[range].SequenceEqual(expected[range]))
            {
                damages.Add(BatchDamageKind.Header, null, name, $"the content's header was altered in its {name}");
            }
        }
        return false;
    }
}
