using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Data;
using Hallmark.Evidence;
using Hallmark.Learning;
using Hallmark.Scheduling;
using Hallmark.Training;

namespace Hallmark.Operations;

/// <summary>
/// From what the ledger accepted to a schedule, and back: the same inputs give the same choice, so a committed schedule can be
/// recomputed by anyone who holds the ledger and the content.
/// </summary>
public static class SchedulePlanning
{
    public const string ChosenSeed = "chosen";
    public const string GrindableSeed = "operator-grindable";

    /// <summary>Plans on the batches accepted so far.</summary>
    /// <exception cref="InvalidOperationException">Nothing can be chosen; the message says why.</exception>
    /// <exception cref="ContentException">A candidate's content is missing or altered.</exception>
    /// <param name="reading">Opens at least the <see cref="Candidates(Catalog, string)"/>.</param>
    public static ScheduleCommit Plan(Catalog catalog, BatchReading reading, string dataset, ScheduleOptions options, string seedOrigin)
    {
        long size = (long)catalog.Ledger.Size.Value;
        IReadOnlyList<BatchState> candidates = Candidates(catalog, dataset, size);
        Schedule schedule = Scheduler.Choose(Describe(catalog, reading, dataset, candidates), options) switch
        {
            ScheduleResult.Chosen chosen => chosen.Schedule,
            ScheduleResult.NoCandidates => throw new InvalidOperationException($"no batch of {dataset} is accepted; judge its batches first"),
            ScheduleResult.NothingFits none => throw new InvalidOperationException($"the smallest accepted batch holds {none.SmallestBatchCost} records, the budget is {none.Budget}"),
            _ => throw new InvalidOperationException("no accepted batch adds anything under these weights"),
        };
        return new ScheduleCommit
        {
            Dataset = dataset,
            Method = SelectionMethods.NameOf(options.Method),
            BudgetRecords = options.Budget,
            Seed = options.Seed,
            SeedOrigin = seedOrigin,
            DiversityWeightPpm = options.DiversityWeightPpm,
            IntegrityWeightPpm = options.IntegrityWeightPpm,
            Iterations = options.Rounds,
            Candidates = RootOf(candidates),
            TreeSize = size,
            ValuePpm = schedule.ValuePpm,
            Batches = [.. schedule.Batches.Select(batch => batch.Batch)],
        };
    }

    /// <summary>The batches that a plan made now reads.</summary>
    public static IReadOnlyList<BatchState> Candidates(Catalog catalog, string dataset) => Candidates(catalog, dataset, (long)catalog.Ledger.Size.Value);

    /// <summary>What is wrong with a committed schedule when its choice is made again, or null.</summary>
    /// <exception cref="ContentException">A candidate's content is missing or altered.</exception>
    public static string? Recompute(Catalog catalog, BatchReading reading, ScheduleCommit commit)
    {
        if (SelectionMethods.Find(commit.Method) is not { } method)
        {
            return $"method '{commit.Method}' is not known";
        }
        IReadOnlyList<BatchState> candidates = Candidates(catalog, commit.Dataset, commit.TreeSize);
        if (RootOf(candidates) != commit.Candidates)
        {
            return $"the accepted batches at tree size {commit.TreeSize} have root {RootOf(candidates)}, the schedule says {commit.Candidates}";
        }
        var options = new ScheduleOptions(commit.BudgetRecords, method, commit.Seed)
        {
            DiversityWeightPpm = commit.DiversityWeightPpm,
            IntegrityWeightPpm = commit.IntegrityWeightPpm,
            Rounds = commit.Iterations,
        };
        try
        {
            return Scheduler.Choose(Describe(catalog, reading, commit.Dataset, candidates), options) is ScheduleResult.Chosen { Schedule: var schedule }
                && schedule.Batches.Select(batch => batch.Batch).SequenceEqual(commit.Batches) && schedule.ValuePpm == commit.ValuePpm
                ? null
                : "choosing again gives other batches, another order or another value";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    /// <summary>Batches that were accepted, and not withdrawn, before the tree had this size.</summary>
    private static IReadOnlyList<BatchState> Candidates(Catalog catalog, string dataset, long size) =>
        [.. catalog.Batches(dataset).Where(batch => batch.Verdict == Verdict.Accepted && batch.JudgedEntry < size && !(batch.Withdrawn < size))];

    private static Digest RootOf(IReadOnlyList<BatchState> batches) => MerkleTree.Root([.. batches.Select(batch => batch.Root).Order().Select(root => MerkleTree.LeafHash(root.ToArray()))]);

    /// <summary>Candidates with their embeddings, all standardised by one scaler fitted on all of them in order of their roots.</summary>
    private static IReadOnlyList<Candidate> Describe(Catalog catalog, BatchReading reading, string dataset, IReadOnlyList<BatchState> batches)
    {
        if (batches.Count == 0)
        {
            return [];
        }
        Schema schema = catalog.Schema(dataset);
        BatchState[] sorted = [.. batches.OrderBy(batch => batch.Root)];
        RecordBatch[] records = [.. sorted.Select(batch => reading.Read(batch, schema))];
        Matrix[] rows = [.. records.Select(Features.Of)];
        if (rows[0].Columns == 0)
        {
            return [.. sorted.Select((batch, i) => Candidate(batch, ClassShares(records[i], schema)))];
        }
        Matrix all = Features.Stack(rows);
        Features.FillMissing(all, []);
        var scaler = StandardScaler.Fit(all);
        return [.. sorted.Select((batch, i) =>
        {
            Features.FillMissing(rows[i], scaler.Mean);
            return Candidate(batch, BatchEmbedding.Of(scaler.Transform(rows[i]), [.. records[i].Labels], schema.Classes.Count));
        })];
    }

    private static Candidate Candidate(BatchState batch, float[] embedding) =>
        new(batch.Id, batch.Root, batch.Provider, batch.Records, (int)batch.ScorePpm!.Value, embedding);

    /// <summary>Without numeric features only the classes tell batches apart.</summary>
    private static float[] ClassShares(RecordBatch records, Schema schema)
    {
        float[] shares = new float[Math.Max(1, schema.Classes.Count)];
        foreach (int label in records.Labels)
        {
            shares[label] += 1f / records.Count;
        }
        return shares;
    }
}
