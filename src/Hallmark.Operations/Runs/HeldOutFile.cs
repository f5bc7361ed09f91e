using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Homes;
using Hallmark.Sources;

namespace Hallmark.Operations.Runs;

/// <summary>
/// Puts a held-out file into the store, so that a run can name it by digest; unlike a registered batch it is on no record by itself.
/// </summary>
internal static class HeldOutFile
{
    /// <param name="workspace">Whose store takes the records.</param>
    /// <param name="dataset">Whose schema they have.</param>
    /// <param name="file">As the user named it.</param>
    /// <param name="words">What is declared of it.</param>
    /// <param name="told">Told how it was read; null for nobody.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="SourceException">The file does not fit the dataset's schema.</exception>
    /// <exception cref="UsageException">There is no such file, or it holds more records than one object takes.</exception>
    public static async Task<EvaluationSet> StoreAsync(
        Workspace workspace, string dataset, string file, SourceWords words, Action<ReadSource>? told, CancellationToken cancellation)
    {
        Schema schema = await workspace.Catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false);
        var options = new RegistrationOptions { Dataset = dataset, Schema = schema, RecordsPerBatch = ContentFormat.RecordLimit };
        IRecordSource source = KnownSources.Open(InputFile.RequireSource(file), words.Of(SourceRoles.None));
        told?.Invoke(new ReadSource(file, source.Dialect, [], source.PositionUnit));
        RegistrationResult result = await Registration.RunAsync(source, options, workspace.Store, null, cancellation).ConfigureAwait(false);
        return result.Manifests is [var only]
            ? new EvaluationSet(only.SourceName, only.Records, only.Root, only.Content)
            : throw new UsageException($"{file}: is too large for an evaluation set");
    }
}
