using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Data.Batches;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;

namespace Hallmark.Cli;

/// <summary>Puts a held-out file into the store, so that a run can name it by digest.</summary>
internal static class Evaluation
{
    /// <exception cref="SourceException">The file does not fit the dataset's schema.</exception>
    /// <exception cref="UsageException">It holds more records than one object takes.</exception>
    public static EvaluationSet Store(Catalog catalog, string dataset, string file)
    {
        var options = new RegistrationOptions { Dataset = dataset, Schema = catalog.Schema(dataset), RecordsPerBatch = ContentFormat.RecordLimit };
        RegistrationResult result = Registration.Run(new CsvSource(InputFile.RequireExisting(file)), options, catalog.Store);
        return result.Manifests is [var only]
            ? new EvaluationSet(only.SourceName, only.Records, only.Root, only.Content)
            : throw new UsageException($"{file}: is too large for an evaluation set");
    }
}
