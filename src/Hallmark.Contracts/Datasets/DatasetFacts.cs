using Hallmark.Cel;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Records;

namespace Hallmark.Contracts.Datasets;

/// <summary>What policies can ask about datasets and batches.</summary>
internal static class DatasetFacts
{
    internal static Fact<DatasetState> Dataset { get; } = new Fact<DatasetState>(
        "dataset",
        ("name", CelType.String, dataset => CelValue.Of(dataset.Name)),
        ("owner", CelType.String, dataset => CelValue.Of(dataset.Owner)),
        ("label", CelType.String, dataset => Fact.Text(dataset.Label)),
        ("classes", CelType.Int, dataset => CelValue.Of((long)dataset.Classes)))
        .With(RuleVersions.Targets, ("task", CelType.String, dataset => CelValue.Of(SchemaFormat.NameOf(dataset.TaskOrDefault))));

    internal static Fact<BatchState> Batch { get; } = new Fact<BatchState>(
        "batch",
        ("id", CelType.String, batch => CelValue.Of(batch.Id)),
        ("dataset", CelType.String, batch => CelValue.Of(batch.Dataset)),
        ("provider", CelType.String, batch => CelValue.Of(batch.Provider)),
        ("records", CelType.Int, batch => CelValue.Of(batch.Records)),
        ("tier", CelType.String, batch => CelValue.Of(batch.Tier.ToString().ToLowerInvariant())),
        ("verdict", CelType.String, batch => CelValue.Of(batch.Standing)),
        ("score", CelType.Int, batch => batch.ScorePpm is { } score ? CelValue.Of(score) : null),
        ("validators", CelType.List(CelType.String), batch => Fact.Texts(batch.Validators)))
        .With(RuleVersions.History, ("resumes", CelType.String, batch => Fact.Text(batch.Resumes)));
}
