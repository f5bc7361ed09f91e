using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Data.Batches;

/// <summary>
/// Re-hashes a stored batch against its manifest and locates what was altered. The leaf hashes of the tree object say which
/// records differ, its column digests which columns; where both point to one, the cell is known. The tree object itself is
/// believed only as far as the signed roots confirm it. Never throws for damage.
/// </summary>
public static class BatchVerifier
{
    /// <summary>Most damages listed; the rest is counted.</summary>
    public const int DamageLimit = 20;

    /// <param name="manifest">What the provider signed about the batch.</param>
    /// <param name="schema">The schema the manifest names, or one that came from it.</param>
    /// <param name="store">Holds the batch's objects, altered or not.</param>
    /// <param name="secret">
    /// The batch's secret where it is not open. Without it only the ciphertext is compared with what was registered; with it
    /// the records are, and damage is located as in an open batch.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The manifest's schema is neither this one nor one before it, or there is a secret for an open batch.
    /// </exception>
    public static async ValueTask<BatchExamination> ExamineAsync(
        BatchManifest manifest, Schema schema, IContentReader store, BatchSecret? secret = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(store);
        schema = schema.Find(manifest.SchemaDigest)
            ?? throw new ArgumentException($"The manifest names the schema {manifest.SchemaDigest}, not {schema.Digest}.", nameof(schema));
        if (manifest.Tier == BatchTier.Open && secret is not null)
        {
            throw new ArgumentException("An open batch has no secret.", nameof(secret));
        }
        var damages = new DamageList();
        if (manifest.Fingerprints is { } fingerprints)
        {
            await CheckCiphertextAsync(store, fingerprints, BatchDamageKind.Tree, "fingerprints", damages, cancellation)
                .ConfigureAwait(false);
        }
        await CheckPlacesAsync(manifest, store, secret, damages, cancellation).ConfigureAwait(false);
        if (manifest.Tier != BatchTier.Open && secret is null)
        {
            await CheckCiphertextAsync(store, manifest.Tree, BatchDamageKind.Tree, "tree", damages, cancellation).ConfigureAwait(false);
            await CheckCiphertextAsync(store, manifest.Content, BatchDamageKind.Content, "content", damages, cancellation)
                .ConfigureAwait(false);
            return damages.ToExamination(opened: false);
        }
        byte[]? registered = await Unverified.ReadAsync(store, manifest.Tree, cancellation).ConfigureAwait(false);
        byte[]? content = await Unverified.ReadAsync(store, manifest.Content, cancellation).ConfigureAwait(false);
        Compare(manifest, schema, registered, content, secret, damages);
        return damages.ToExamination(opened: true);
    }

    /// <summary>The way back to the source: that it can be read, where that can be told.</summary>
    private static async ValueTask CheckPlacesAsync(
        BatchManifest manifest, IContentReader store, BatchSecret? secret, DamageList damages, CancellationToken cancellation)
    {
        if (manifest.Places is not { } places)
        {
            return;
        }
        try
        {
            await RecordPlaces.FindAsync(manifest, store, secret, cancellation).ConfigureAwait(false);
            if (manifest.Tier != BatchTier.Open && secret is null)
            {
                await store.ReadAsync(places, cancellation).ConfigureAwait(false);
            }
        }
        catch (ContentException e) when (e.Fault == ContentFault.Missing)
        {
            damages.Add(BatchDamageKind.Missing, null, null, $"the object of places {places.Digest} is missing");
        }
        catch (ContentException)
        {
            damages.Add(BatchDamageKind.Tree, null, null, $"the object of places {places.Digest} was altered");
        }
        catch (MalformedException e)
        {
            damages.Add(BatchDamageKind.Registered, null, null, $"the object of places was registered malformed: {e.Message}");
        }
    }

    /// <summary>What stands in the store against what was signed.</summary>
    /// <param name="registered">The tree object as it is; null where there is none.</param>
    /// <param name="content">The content object as it is; null where there is none.</param>
    private static void Compare(
        BatchManifest manifest, Schema schema, byte[]? registered, byte[]? content, BatchSecret? secret, DamageList damages)
    {
        RegisteredTree tree = RegisteredTree.Of(manifest, schema, registered, secret, damages);
        if (content is null)
        {
            damages.Add(BatchDamageKind.Missing, null, null, $"the content object {manifest.Content.Digest} is missing");
        }
        else if (ObjectReference.Of(content) == manifest.Content)
        {
            CheckRegistered(manifest, schema, content, secret, damages);
        }
        else if (secret is not null)
        {
            LocateSealed(manifest, schema, content, tree, secret, damages);
        }
        else
        {
            Locate(manifest, schema, content, tree, null, "the hashes that would name the place are lost", damages);
        }
    }

    /// <summary>What can be said of an object without the batch's secret.</summary>
    private static async ValueTask CheckCiphertextAsync(
        IContentReader store, ObjectReference reference, BatchDamageKind altered, string what, DamageList damages,
        CancellationToken cancellation)
    {
        try
        {
            await store.ReadAsync(reference, cancellation).ConfigureAwait(false);
        }
        catch (ContentException e) when (e.Fault == ContentFault.Missing)
        {
            damages.Add(BatchDamageKind.Missing, null, null, $"the {what} object {reference.Digest} is missing");
        }
        catch (ContentException)
        {
            damages.Add(
                altered, null, null, $"the sealed {what} object {reference.Digest} was altered; where, only its batch's secret can tell");
        }
    }

    /// <summary>The content is what was registered: it must also be what the manifest says it is.</summary>
    private static void CheckRegistered(BatchManifest manifest, Schema schema, byte[] content, BatchSecret? secret, DamageList damages)
    {
        RecordBatch batch;
        BatchContent rebuilt;
        try
        {
            batch = BatchReader.Decode(secret is null ? content : SealedObject.Open(SealedKind.Content, content, secret), schema);
            rebuilt = BatchBuilder.Build(batch.Cells);
            rebuilt = secret is null ? rebuilt : rebuilt.Salted(secret);
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
        // That of a batch that is not open is under the dataset's key, and held against the fingerprints where that is at hand.
        Expect(secret is not null || manifest.Sketch is not { } sketch || sketch.Equals(rebuilt.Sketch()), "the sketch");

        void Expect(bool holds, string what)
        {
            if (!holds)
            {
                damages.Add(BatchDamageKind.Registered, null, null, $"the manifest was registered wrong: {what} of the content is another");
            }
        }
    }

    /// <summary>Deciphers what is left and locates in it what was altered.</summary>
    private static void LocateSealed(
        BatchManifest manifest, Schema schema, byte[] content, RegisteredTree tree, BatchSecret secret, DamageList damages)
    {
        SealedRemains remains = SealedRemains.Of(SealedKind.Content, content, manifest.Content.Size, secret);
        foreach (string field in remains.HeaderFields)
        {
            damages.Add(BatchDamageKind.Header, null, field, $"the sealed content's header was altered in its {field}");
        }
        if (remains.Plain is null)
        {
            damages.Add(BatchDamageKind.Content, null, null, $"the sealed content cannot be deciphered: {remains.Problem}");
        }
        else
        {
            string otherwise = tree.LeavesTrusted ? "outside its records" : "the hashes that would name the place are lost";
            string? saying = remains.HeaderFields.Count == 0 ? $"{remains.Problem}; {otherwise}" : null;
            Locate(manifest, schema, remains.Plain, tree, secret, saying, damages);
        }
    }

    /// <param name="otherwise">What to say where nothing can be located; null where enough was said.</param>
    private static void Locate(
        BatchManifest manifest, Schema schema, byte[] content, RegisteredTree tree, BatchSecret? secret, string? otherwise,
        DamageList damages)
    {
        bool headerIntact = CheckHeader(manifest, schema, content, damages);
        ContentWalk walk = ContentWalk.Through(content, schema, (int)manifest.Records, secret);
        List<int> records = tree.LeavesTrusted ? WithoutDrift(walk.DifferingRecords(tree), walk) : [];
        List<int> columns = tree.ColumnsTrusted && walk.Problem is null ? walk.DifferingColumns(tree) : [];
        IEnumerable<string> names = columns.Take(DamageLimit).Select(index => schema.Columns[index].Name);
        string? fields = columns.Count == 0 ? null : string.Join(", ", names);
        foreach (int record in records)
        {
            damages.Add(BatchDamageKind.Record, record, fields, RecordMessage(record, columns.Count, records.Count, fields));
        }
        if (records.Count == 0 && fields is not null)
        {
            damages.Add(
                BatchDamageKind.Record, null, fields, $"field {fields} was altered; the leaf hashes that would name the record are lost");
        }
        if (walk.Problem is not null)
        {
            damages.Add(BatchDamageKind.Framing, walk.ProblemRecord, walk.ProblemField, walk.Problem);
        }
        if (otherwise is not null && headerIntact && records.Count == 0 && fields is null && walk.Problem is null)
        {
            damages.Add(BatchDamageKind.Content, null, null, $"the content was altered; {otherwise}");
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
