namespace Hallmark.Operations.Tests.Pipelines;

/// <summary>
/// A pipeline over plants in <c>plants.csv</c>, measured on <c>test.csv</c>, both beside it; linked where homes are made by pipelines.
/// </summary>
internal static class GardenPipeline
{
    public const string Text = """
        name: garden
        admin: boss
        members:
          - {name: garden, roles: [provider]}
          - {name: lab, roles: [validator]}
          - {name: school, roles: [trainer]}
        dataset: {name: plants, label: kind}
        data:
          - {file: plants.csv, provider: garden, batch-size: 20}
        grants:
          - {member: school, purpose: training}
        checks: {validator: lab}
        schedule: {trainer: school, method: greedy, budget: 40, seed: 3}
        model: {kind: mlp, hidden: [4], epochs: 2, learning-rate: 0.05, mini-batch: 16, seed: 1}
        evaluation: {file: test.csv, seeds: 2}
        """;
}
