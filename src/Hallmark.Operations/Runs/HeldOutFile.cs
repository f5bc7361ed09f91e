using Hallmark.Contracts;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Evidence;
using Hallmark.Operations.Homes;
using Hallmark.Sources;

namespace Hallmark.Operations.Runs;

/// <summary>
/// Puts a held-out file into the store, so that a run can name it by digest; unlike a registered batch it is on no record by itself.
/// </summary>
internal static class HeldOutFile
{
    /// <param name="workspace">Whose store takes the records.</param>
    /// <param name="dataset">That of the schema.</param>
    /// <param name="schema">
    /// What the records shall have. A file that was committed to under an earlier one of the dataset has that one still.
    /// </param>
    /// <param name="file">As the user named it.</param>
    /// <param name="words">What is declared of it.</param>
    /// <param name="told">Told how it was read; null for nobody.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="SourceException">The file does not fit the dataset's schema, or changed while it was read.</exception>
    /// <exception cref="UsageException">There is no such file, or it holds more records than one object takes.</exception>
    public static async Task<EvaluationSet> StoreAsync(
        Workspace workspace, string dataset, Schema schema, string file, SourceWords words, Action<ReadSource>? told,
        CancellationToken cancellation)
    {
        string path = InputFile.RequireSource(file);
        SourceFiles? files = KnownSources.FilesOf(path);
        IRecordSource source = KnownSources.Open(path, words.Of(SourceRoles.None));
        told?.Invoke(new ReadSource(file, source.Dialect, [], source.PositionUnit) { Files = files });
        EvaluationSet stored = await StoreInForceAsync(workspace, dataset, schema, file, source, cancellation).ConfigureAwait(false);
        files?.RequireUnchanged();
        return stored;
    }

    private static async Task<EvaluationSet> StoreInForceAsync(
        Workspace workspace, string dataset, Schema schema, string file, IRecordSource source, CancellationToken cancellation)
    {
        for (Schema? earlier = schema.Before; earlier is not null; earlier = earlier.Before)
        {
            if (await FindAsync(workspace, dataset, earlier, source, cancellation).ConfigureAwait(false) is { } set)
            {
                return set;
            }
        }
        return await StoreAsync(workspace, dataset, schema, source, cancellation).ConfigureAwait(false)
            ?? throw new UsageException($"{file}: is too large for an evaluation set");
    }

    /// <summary>The records under an earlier schema, where somebody committed to them so.</summary>
    private static async Task<EvaluationSet?> FindAsync(
        Workspace workspace, string dataset, Schema schema, IRecordSource source, CancellationToken cancellation)
    {
        try
        {
            RecordBuffer[] records = [.. source.Read(schema, ContentFormat.RecordLimit)];
            return records is [var only] && IsOnRecord(BatchBuilder.Build(only).Root)
                ? await StoreAsync(workspace, dataset, schema, source, cancellation).ConfigureAwait(false)
                : null;
        }
        catch (SourceException)
        {
            return null; // it has a later one
        }

        bool IsOnRecord(Digest root) => workspace.Catalog.Ledger.State.Find(RunKeys.Evaluation(dataset, root)) is not null;
    }

    /// <returns>Null where they are more than one object takes.</returns>
    private static async Task<EvaluationSet?> StoreAsync(
        Workspace workspace, string dataset, Schema schema, IRecordSource source, CancellationToken cancellation)
    {
        var options = new RegistrationOptions { Dataset = dataset, Schema = schema, RecordsPerBatch = ContentFormat.RecordLimit };
        RegistrationResult result = await Registration.RunAsync(source, options, workspace.Store, null, cancellation).ConfigureAwait(false);
        return result.Manifests is [var only] ? new EvaluationSet(only.SourceName, only.Records, only.Root, only.Content) : null;
    }
}
