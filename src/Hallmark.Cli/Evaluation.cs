using Hallmark.Client;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli;

/// <summary>Puts a held-out file into the store, so that a run can name it by digest.</summary>
internal static class Evaluation
{
    /// <exception cref="SourceException">The file does not fit the dataset's schema.</exception>
    /// <exception cref="UsageException">It holds more records than one object takes.</exception>
    public static async Task<EvaluationSet> StoreAsync(Workspace workspace, string dataset, string file, CancellationToken cancellation)
    {
        Catalog catalog = workspace.Catalog;
        Schema schema = await catalog.SchemaAsync(dataset, cancellation).ConfigureAwait(false);
        var options = new RegistrationOptions { Dataset = dataset, Schema = schema, RecordsPerBatch = ContentFormat.RecordLimit };
        IRecordSource source = RecordSources.Open(InputFile.RequireExisting(file));
        RegistrationResult result = await Registration.RunAsync(source, options, workspace.Store, null, cancellation).ConfigureAwait(false);
        return result.Manifests is [var only]
            ? new EvaluationSet(only.SourceName, only.Records, only.Root, only.Content)
            : throw new UsageException($"{file}: is too large for an evaluation set");
    }
}
