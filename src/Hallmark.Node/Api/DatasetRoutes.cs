using Hallmark.Api;
using Hallmark.Operations.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hallmark.Node.Api;

/// <summary>Datasets, their batches, and what became of them.</summary>
internal static class DatasetRoutes
{
    private const int WorstLimit = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder data = api.MapGroup("").WithTags("data");
        data.MapGet("/datasets", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListDatasets(), DatasetsAnswer.Of, stop))
            .WithSummary("Datasets of the ledger");
        data.MapGet("/datasets/{dataset}", (string dataset, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ShowDataset(dataset), DatasetAnswer.Of, stop)).WithSummary("The schemas that a dataset had");
        data.MapGet("/datasets/{dataset}/batches", (string dataset, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListBatches(dataset), BatchesAnswer.Of, stop)).WithSummary("Its batches with verdicts and scores");
        data.MapGet("/datasets/{dataset}/evaluations", (string dataset, HomeNode node, CancellationToken stop) =>
            node.AskAsync(new ListEvaluations(dataset), EvaluationsAnswer.Of, stop)).WithSummary("Held-out records committed to");
        data.MapGet("/batches/{dataset}/{provider}/{number}", (string dataset, string provider, string number, HomeNode node, int? worst,
            CancellationToken stop) => node.AskAsync(
                new ExplainBatch($"{dataset}/{provider}/{number}"),
                explanation => ExplainAnswer.Of(explanation, Math.Clamp(worst ?? 20, 0, WorstLimit)), stop))
            .WithSummary("Every measurement of a batch, its weight, its limits, and the worst records");
        data.MapGet("/duplicates", (HomeNode node, CancellationToken stop) => node.AskAsync(new FindCopies(), CopiesAnswer.Of, stop))
            .WithSummary("Exact copies of records across the ledger");
        data.MapGet("/gateways", (HomeNode node, CancellationToken stop) => node.AskAsync(new ListGateways(), GatewaysAnswer.Of, stop))
            .WithSummary("Machines' keys that register in a provider's name");
    }
}
