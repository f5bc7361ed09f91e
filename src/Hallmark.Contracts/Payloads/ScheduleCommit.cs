using Hallmark.Evidence;

namespace Hallmark.Contracts.Payloads;

/// <summary>
/// The batches chosen for training, in order: <c>schedule.commit</c>. Method, weights, seed and the candidates (Merkle root over
/// their sorted roots, at a tree size) are all here, so that anyone can recompute the choice.
/// </summary>
public sealed record ScheduleCommit : IPayload<ScheduleCommit>
{
    /// <summary>Most batches in one schedule, so that it fits an entry.</summary>
    public const int MaxBatches = 1500;

    public static string Kind => "schedule.commit";

    public string Subject => Dataset;

    public required string Dataset { get; init; }

    /// <summary>"greedy" or "sa".</summary>
    public required string Method { get; init; }

    /// <summary>Most records in all chosen batches together.</summary>
    public required long BudgetRecords { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>"chosen" where somebody named the seed; "operator-grindable" where the operator of a solo ledger drew it.</summary>
    public required string SeedOrigin { get; init; }

    public required int DiversityWeightPpm { get; init; }

    public required int IntegrityWeightPpm { get; init; }

    public required int Iterations { get; init; }

    public required Digest Candidates { get; init; }

    public required long TreeSize { get; init; }

    /// <summary>Value of the objective, in millionths.</summary>
    public required long ValuePpm { get; init; }

    /// <summary>Batch ids in training order.</summary>
    public required IReadOnlyList<string> Batches { get; init; }

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("dataset", Dataset)
        .Text("method", Method)
        .Integer("budget", BudgetRecords)
        .Integer("seed", Seed)
        .Text("seedOrigin", SeedOrigin)
        .Integer("diversity", DiversityWeightPpm)
        .Integer("integrity", IntegrityWeightPpm)
        .Integer("iterations", Iterations)
        .Digest("candidates", Candidates)
        .Integer("size", TreeSize)
        .Integer("value", ValuePpm)
        .Texts("batches", Batches);

    public static ScheduleCommit Read(CborMap map) => new()
    {
        Dataset = map.Name("dataset"),
        Method = map.Text("method", 16),
        BudgetRecords = map.Integer("budget", 1),
        Seed = map.Unsigned("seed"),
        SeedOrigin = map.Text("seedOrigin", 32),
        DiversityWeightPpm = (int)map.Integer("diversity", 0, 1_000_000),
        IntegrityWeightPpm = (int)map.Integer("integrity", 0, 1_000_000),
        Iterations = (int)map.Integer("iterations", 0, int.MaxValue),
        Candidates = map.Digest("candidates"),
        TreeSize = map.Integer("size"),
        ValuePpm = map.Integer("value"),
        Batches = map.Texts("batches", MaxBatches),
    };
}
