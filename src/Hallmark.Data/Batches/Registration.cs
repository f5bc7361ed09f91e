using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;

namespace Hallmark.Data.Batches;

/// <summary>What a registration leaves: objects in the store, and manifests for the provider to sign.</summary>
/// <param name="Schema">The schema held to or inferred; it is in the store under its digest.</param>
/// <param name="Notes">What inference did that its user may not expect; none where the schema was declared.</param>
/// <param name="Manifests">One for each batch, in source order.</param>
/// <param name="Records">Number of records in all batches.</param>
/// <param name="Bytes">Bytes of the source; 0 for records from memory.</param>
public sealed record RegistrationResult(
    Schema Schema, IReadOnlyList<SchemaNote> Notes, IReadOnlyList<BatchManifest> Manifests, long Records, long Bytes);

/// <summary>
/// The way of the records from a source into the content store, and no further: type, encode, hash, store, batch by batch, several at
/// once, with a few batches in memory. What it gives is for a provider to sign; signing and submitting is an action of its own.
/// <para>
/// Manifests are handed over only when the whole source was read without an error. A source that turns out bad in its middle leaves
/// objects in the store that nobody refers to, and nothing else. The manifests say what was read and stored in this pass, whatever
/// happens to the file before, meanwhile or later.
/// </para>
/// </summary>
public static class Registration
{
    /// <summary>
    /// Registers a source in one pass when its schema is declared. Otherwise the schema is guessed from the beginning, and only if a
    /// later row does not fit, the whole source is looked at first and then registered in another pass. The outcome is that of
    /// looking at the whole source in any case.
    /// </summary>
    /// <exception cref="SourceException">
    /// The first thing in the source that does not fit, or a file that changed while it was read.
    /// </exception>
    /// <exception cref="ContentException">The store holds other bytes under the name of one of the objects.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; as if the source had been bad.</exception>
    public static async Task<RegistrationResult> RunAsync(
        IRecordSource source, RegistrationOptions options, IContentStore store,
        IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        options.Validate();
        string? label = source.Roles.Label;
        if (options.Schema is { } declared)
        {
            return label is null || label == declared.Label
                ? await RunAsync(source, new InferredSchema(declared, []), options, store, progress, cancellation).ConfigureAwait(false)
                : throw new ArgumentException($"The source is labelled by '{label}', the schema by '{declared.Label}'.", nameof(source));
        }
        if (SchemaInference.Guess(source, label, options.Threads, cancellation) is { } guess)
        {
            try
            {
                return await RunAsync(source, guess, options, store, progress, cancellation).ConfigureAwait(false);
            }
            catch (SourceException)
            {
                // The beginning did not speak for the rest. What was stored under the guess is referred to by nobody.
            }
        }
        IProgress<ReadProgress>? inferring = progress is null ? null : new Inferring(progress);
        InferredSchema inferred = SchemaInference.Infer(source, label, options.Threads, inferring, cancellation);
        return await RunAsync(source, inferred, options, store, progress, cancellation).ConfigureAwait(false);
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
    public static Task<RegistrationResult> RunAsync(
        IEnumerable<RecordBuffer> batches, string sourceName, RegistrationOptions options, IContentStore store,
        IProgress<RegistrationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        options.Validate();
        Schema schema = options.Schema ?? throw new ArgumentException("Records from memory need a declared schema.", nameof(options));
        IAsyncEnumerable<BatchManifest> manifests = OrderedPipeline.RunAsync(
            batches,
            (records, stop) => records.Schema.Digest == schema.Digest
                ? StoreAsync(BatchBuilder.Build(records), null, options, sourceName, store, stop)
                : throw new ArgumentException("A buffer has another schema.", nameof(batches)),
            options.Threads, cancellation);
        return CollectAsync(new InferredSchema(schema, []), manifests, () => 0, store, progress, cancellation);
    }

    private static async Task<RegistrationResult> RunAsync(
        IRecordSource source, InferredSchema schema, RegistrationOptions options, IContentStore store,
        IProgress<RegistrationProgress>? progress, CancellationToken cancellation)
    {
        using IRowReader reader = source.Open();
        RowTyper typer = RowTyper.For(schema.Schema, source, reader);
        string name = Path.GetFileName(source.Name);
        IAsyncEnumerable<BatchManifest> manifests = options.BordersByContent
            ? OrderedPipeline.RunAsync(CutByContent(reader, source, typer, options), Store, options.Threads, cancellation)
            : OrderedPipeline.RunAsync(
                reader.Pieces(source, options.RecordsPerBatch), (rows, stop) => Store(rows.With(typer.Type), stop), options.Threads,
                cancellation);
        RegistrationResult result = await CollectAsync(schema, manifests, () => reader.BytesRead, store, progress, cancellation)
            .ConfigureAwait(false);
        typer.RequireOneKind();
        options.Files?.RequireUnchanged();
        return result;

        ValueTask<BatchManifest> Store(RecordBuffer records, CancellationToken stop) =>
            StoreAsync(Build(records, source), PlacesOf(records), options, name, store, stop);

        RecordPlaces? PlacesOf(RecordBuffer records) => options.Files is not { } files || records.Positions.Count == 0
            ? null
            : RecordPlaces.Of(source.PositionUnit, records.Positions.Select(position =>
            {
                (string file, long place) = source.Locate(position);
                return (files.Find(file), place);
            }));
    }

    private static async Task<RegistrationResult> CollectAsync(
        InferredSchema schema, IAsyncEnumerable<BatchManifest> manifests, Func<long> bytes, IContentStore store,
        IProgress<RegistrationProgress>? progress, CancellationToken cancellation)
    {
        await store.PutAsync(SchemaFormat.Write(schema.Schema), cancellation).ConfigureAwait(false);
        var collected = new List<BatchManifest>();
        long records = 0;
        await foreach (BatchManifest manifest in manifests.ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            collected.Add(manifest);
            records += manifest.Records;
            progress?.Report(new RegistrationProgress(RegistrationStage.StoringBatches, records, bytes()));
        }
        return new RegistrationResult(schema.Schema, schema.Notes, collected, records, bytes());
    }

    private static IEnumerable<RecordBuffer> CutByContent(
        IRowReader reader, IRecordSource source, RowTyper typer, RegistrationOptions options)
    {
        const int RowsAtOnce = 4_096;
        var borders = new ContentBorders(options.RecordsPerBatch);
        return borders.Cut(OrderedPipeline.Run(
            reader.Pieces(source, RowsAtOnce), rows => InSource(rows.With(typer.Type), source, borders.Hash), options.Threads));
    }

    private static BatchContent Build(RecordBuffer records, IRecordSource source) => InSource(records, source, BatchBuilder.Build);

    /// <summary>The only thing left that can be wrong with typed rows is their size.</summary>
    private static T InSource<T>(RecordBuffer records, IRecordSource source, Func<RecordBuffer, T> build)
    {
        try
        {
            return build(records);
        }
        catch (ArgumentException e)
        {
            throw source.Fault(records.Positions[0], null, e.Message.TrimEnd('.'));
        }
    }

    private static async ValueTask<BatchManifest> StoreAsync(
        BatchContent batch, RecordPlaces? places, RegistrationOptions options, string sourceName, IContentStore store,
        CancellationToken cancellation)
    {
        if (options.Custody is { } custody)
        {
            return await StoreSealedAsync(batch, places, options, custody, store, cancellation).ConfigureAwait(false);
        }
        return new BatchManifest
        {
            Dataset = options.Dataset,
            SchemaDigest = batch.Schema.Digest,
            Records = batch.Records,
            Root = batch.Root,
            ColumnsRoot = batch.ColumnsRoot,
            ClassCounts = batch.ClassCounts,
            Content = await store.PutAsync(batch.Content, cancellation).ConfigureAwait(false),
            Tree = await store.PutAsync(batch.Tree, cancellation).ConfigureAwait(false),
            Places = places is null ? null : await store.PutAsync(places.ToBytes(), cancellation).ConfigureAwait(false),
            Sketch = options.Sketched ? batch.Sketch() : null,
            Origin = options.Origin,
            Steps = options.Steps,
            SourceName = sourceName,
            FirstLine = batch.FirstLine,
            LastLine = batch.LastLine,
        };
    }

    private static async ValueTask<BatchManifest> StoreSealedAsync(
        BatchContent batch, RecordPlaces? places, RegistrationOptions options, CustodyOptions custody, IContentStore store,
        CancellationToken cancellation)
    {
        SealedBatch sealedBatch = BatchSealer.Seal(batch, places, options.Dataset, custody);
        return new BatchManifest
        {
            Dataset = options.Dataset,
            SchemaDigest = batch.Schema.Digest,
            Records = batch.Records,
            Tier = custody.Tier,
            Root = sealedBatch.Root,
            ColumnsRoot = sealedBatch.ColumnsRoot,
            ClassCounts = [],
            Content = await store.PutAsync(sealedBatch.Content, cancellation).ConfigureAwait(false),
            Tree = await store.PutAsync(sealedBatch.Tree, cancellation).ConfigureAwait(false),
            Fingerprints = await store.PutAsync(sealedBatch.Fingerprints, cancellation).ConfigureAwait(false),
            Places = sealedBatch.Places is { } whence ? await store.PutAsync(whence, cancellation).ConfigureAwait(false) : null,
            Sketch = options.Sketched ? sealedBatch.Sketch : null,
            Origin = options.Origin,
            Steps = options.Steps,
        };
    }

    /// <summary>Told on the thread that reads, like all progress here.</summary>
    private sealed class Inferring(IProgress<RegistrationProgress> progress) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) =>
            progress.Report(new RegistrationProgress(RegistrationStage.InferringSchema, value.Records, value.Bytes));
    }
}
