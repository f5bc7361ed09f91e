using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;

namespace Hallmark.Data.Batches;

/// <summary>What a registration leaves: objects in the store, and manifests for the provider to sign.</summary>
/// <param name="Schema">The schema held to or inferred; it is in the store under its digest.</param>
/// <param name="Manifests">One for each batch, in source order.</param>
/// <param name="Records">Records in all batches.</param>
/// <param name="Bytes">Bytes of the source; 0 for records from memory.</param>
public sealed record RegistrationResult(Schema Schema, IReadOnlyList<BatchManifest> Manifests, long Records, long Bytes);

/// <summary>
/// The way of the records from a source into the content store: type, encode, hash, store — batch by batch, several at once,
/// with a few batches in memory.
/// <para>
/// Manifests are handed over only when the whole source was read without an error. A source that turns out bad in its middle
/// leaves objects in the store that nobody refers to, and nothing else. The manifests say what was read and stored in this
/// pass, whatever happens to the file before, meanwhile or later.
/// </para>
/// </summary>
public static class Registration
{
    /// <summary>
    /// Registers a CSV file in one pass when its schema is declared. Otherwise the schema is guessed from the file's beginning,
    /// and only if a later row does not fit, the whole file is looked at first and then registered in another pass. The
    /// outcome is that of looking at the whole file in any case.
    /// </summary>
    /// <exception cref="SourceException">The first thing in the file that does not fit.</exception>
    /// <exception cref="ContentException">The store holds other bytes under the name of one of the objects.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; as if the source had been bad.</exception>
    public static RegistrationResult Run(
        CsvSource source, RegistrationOptions options, IContentStore store,
        IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        options.Validate();
        if (options.Schema is null && SchemaInference.Guess(source, options.Label, options.Threads, cancellation) is Schema guess)
        {
            try
            {
                return Run(source, guess, options, store, progress, cancellation);
            }
            catch (SourceException)
            {
                // The beginning did not speak for the rest. What was stored under the guess is referred to by nobody.
            }
        }
        Schema schema = options.Schema ?? SchemaInference.Infer(source, options.Label, options.Threads, progress, cancellation);
        return Run(source, schema, options, store, progress, cancellation);
    }

    private static RegistrationResult Run(
        CsvSource source, Schema schema, RegistrationOptions options, IContentStore store,
        IProgress<RegistrationProgress>? progress, CancellationToken cancellation)
    {
        long bytes = 0;
        IEnumerable<BatchManifest> manifests = source.Process<BatchManifest>(
            options.RecordsPerBatch,
            options.Threads,
            header =>
            {
                RowTyper typer = RowTyper.For(schema, header, source.Name);
                return rows => Store(Build(typer.Type(rows), rows, source.Name), options, Path.GetFileName(source.Name), store);
            },
            read => bytes = read);
        return Collect(schema, manifests, () => bytes, store, progress, cancellation);
    }

    /// <summary>Registers records from memory; each buffer becomes one batch, whatever its size.</summary>
    /// <param name="batches">Buffers of the options' schema, which must be declared; not touched again by their maker.</param>
    /// <param name="sourceName">What the manifests name as the source; may be empty.</param>
    /// <param name="options">What is said about the data.</param>
    /// <param name="store">Receives the objects.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">A buffer that <see cref="BatchBuilder.Build"/> refuses, or one of another schema.</exception>
    /// <exception cref="ContentException">The store holds other bytes under the name of one of the objects.</exception>
    public static RegistrationResult Run(
        IEnumerable<RecordBuffer> batches, string sourceName, RegistrationOptions options, IContentStore store,
        IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        options.Validate();
        Schema schema = options.Schema ?? throw new ArgumentException("Records from memory need a declared schema.", nameof(options));
        IEnumerable<BatchManifest> manifests = OrderedPipeline.Run(
            batches,
            records => records.Schema.Digest == schema.Digest
                ? Store(BatchBuilder.Build(records), options, sourceName, store)
                : throw new ArgumentException("A buffer has another schema.", nameof(batches)),
            options.Threads);
        return Collect(schema, manifests, () => 0, store, progress, cancellation);
    }

    private static RegistrationResult Collect(
        Schema schema, IEnumerable<BatchManifest> manifests, Func<long> bytes, IContentStore store,
        IProgress<RegistrationProgress>? progress, CancellationToken cancellation)
    {
        store.Put(SchemaFormat.Write(schema));
        var collected = new List<BatchManifest>();
        long records = 0;
        foreach (BatchManifest manifest in manifests)
        {
            cancellation.ThrowIfCancellationRequested();
            collected.Add(manifest);
            records += manifest.Records;
            progress?.Report(new RegistrationProgress(RegistrationStage.StoringBatches, records, bytes()));
        }
        return new RegistrationResult(schema, collected, records, bytes());
    }

    /// <summary>The only thing left that can be wrong with typed rows is their size.</summary>
    private static BatchContent Build(RecordBuffer records, RawRows rows, string file)
    {
        try
        {
            return BatchBuilder.Build(records);
        }
        catch (ArgumentException e)
        {
            throw new SourceException(file, rows.Lines[0], null, e.Message.TrimEnd('.'));
        }
    }

    private static BatchManifest Store(BatchContent batch, RegistrationOptions options, string sourceName, IContentStore store) =>
        options.Sealing is { } sealing ? StoreSealed(batch, options, sealing, store) : new()
        {
            Dataset = options.Dataset,
            SchemaDigest = batch.Schema.Digest,
            Records = batch.Records,
            Root = batch.Root,
            ColumnsRoot = batch.ColumnsRoot,
            ClassCounts = batch.ClassCounts,
            Content = store.Put(batch.Content),
            Tree = store.Put(batch.Tree),
            Origin = options.Origin,
            Steps = options.Steps,
            SourceName = sourceName,
            FirstLine = batch.FirstLine,
            LastLine = batch.LastLine,
        };

    private static BatchManifest StoreSealed(BatchContent batch, RegistrationOptions options, SealingOptions sealing, IContentStore store)
    {
        SealedBatch sealedBatch = BatchSealer.Seal(batch, options.Dataset, sealing);
        return new BatchManifest
        {
            Dataset = options.Dataset,
            SchemaDigest = batch.Schema.Digest,
            Records = batch.Records,
            Tier = sealing.Tier,
            Root = sealedBatch.Root,
            ColumnsRoot = sealedBatch.ColumnsRoot,
            ClassCounts = [],
            Content = store.Put(sealedBatch.Content),
            Tree = store.Put(sealedBatch.Tree),
            Fingerprints = store.Put(sealedBatch.Fingerprints),
            Origin = options.Origin,
            Steps = options.Steps,
        };
    }
}
