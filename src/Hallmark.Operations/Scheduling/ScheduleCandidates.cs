using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Ledger;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Scheduling;

/// <summary>The batches that may be chosen under some terms, as they stood at the size of the tree that the terms name.</summary>
/// <param name="All">Accepted, not withdrawn and not under challenge then, in order of their roots; <see cref="RootOf"/> is over
/// these.</param>
/// <param name="CredibilityPpm">What each provider's credibility was, where the terms weigh it; null where they do not.</param>
public sealed record ScheduleCandidates(IReadOnlyList<BatchState> All, IReadOnlyDictionary<string, long>? CredibilityPpm)
{
    /// <summary>What a schedule made now would choose from.</summary>
    public static IReadOnlyList<BatchState> Now(Catalog catalog, string dataset) => Usable(catalog.Batches(dataset));

    /// <summary>What the terms say was chosen from; only where the state of today cannot tell is the ledger's past decided again.</summary>
    public static ScheduleCandidates Of(Catalog catalog, string dataset, ScheduleTerms terms)
    {
        bool credibility = terms.CredibilityPpm > 0;
        BatchState[] known = Sorted(catalog.Batches(dataset)
            .Where(batch => batch.Verdict == Verdict.Accepted && batch.JudgedEntry?.IsWithin(terms.TreeSize) == true
                && batch.Withdrawn?.IsWithin(terms.TreeSize) != true));
        foreach (BatchState[] guess in (BatchState[][])[known, Usable(known)])
        {
            if (!credibility && RootOf(guess) == terms.Candidates)
            {
                return new ScheduleCandidates(guess, null);
            }
        }
        var past = PastState.At(catalog.Ledger, terms.TreeSize);
        BatchState[] usable = Usable(past.List(DatasetKeys.BatchesOf(dataset)));
        return new ScheduleCandidates(usable, credibility ? Credibility(past, past.Next, usable) : null);
    }

    /// <summary>Those that the terms leave to choose from: not excluded, and with a cost.</summary>
    public IReadOnlyList<BatchState> Open(ScheduleTerms terms)
    {
        HashSet<string> excluded = [.. terms.Exclude];
        HashSet<string>? priced = terms.Unit == ScheduleTerms.Records ? null : [.. terms.Costs.Select(cost => cost.Batch)];
        return [.. All.Where(batch => !excluded.Contains(batch.Id) && priced?.Contains(batch.Id) != false)];
    }

    /// <summary>Merkle root over the sorted roots.</summary>
    public static Digest RootOf(IEnumerable<BatchState> batches) =>
        MerkleTree.Root([.. batches.Select(batch => batch.Root).Order().Select(root => MerkleTree.LeafHash(root.ToArray()))]);

    /// <summary>
    /// The open ones with what they hold, all standardised by one scaler fitted on all of them in order of their roots; and which of their
    /// columns told them apart.
    /// </summary>
    /// <exception cref="ContentException">A candidate's content is missing or altered.</exception>
    public async Task<DescribedCandidates> DescribeAsync(
        Catalog catalog, BatchReading reading, ScheduleTerms terms, Schema schema, CancellationToken cancellation = default)
    {
        IReadOnlyList<BatchState> open = Open(terms);
        var records = new List<RecordBatch>(open.Count);
        foreach (BatchState batch in open)
        {
            records.Add(await reading.ReadAsync(catalog.Batch(batch.Id), schema, cancellation).ConfigureAwait(false));
        }
        FeatureSelection features = terms.Features switch
        {
            ScheduleTerms.AllNumbers => FeatureSelection.All(schema),
            ScheduleTerms.WithoutRowNumbers => FeatureSelection.WithoutRowNumbers(schema, records),
            _ => FeatureSelection.OfAllKinds(schema, records),
        };
        float[][] embeddings = features.Width == 0 || open.Count == 0
            ? [.. records.Select(batch => ClassShares(batch, schema))]
            : Embed(records, features, schema);
        return new DescribedCandidates([.. open.Select((batch, i) => Describe(batch, records[i], schema, terms, embeddings[i]))], features);
    }

    private static float[][] Embed(List<RecordBatch> records, FeatureSelection features, Schema schema)
    {
        Matrix[] rows = [.. records.Select(batch => FeatureEncoder.Plain(batch, features))];
        Matrix all = FeatureEncoder.Stack(rows);
        MissingNumbers.Fill(all);
        var scaler = StandardScaler.Fit(all);
        return [.. rows.Select((own, i) =>
        {
            MissingNumbers.Fill(own, scaler.Mean);
            return BatchEmbedding.Of(scaler.Transform(own), [.. records[i].Labels], schema.Classes.Count);
        })];
    }

    private Candidate Describe(BatchState batch, RecordBatch records, Schema schema, ScheduleTerms terms, float[] embedding)
    {
        long[] ofClass = new long[schema.Classes.Count];
        foreach (int label in records.Labels.Where(label => label >= 0))
        {
            ofClass[label]++;
        }
        return new Candidate(batch.Id, batch.Root, batch.Provider, batch.Records, IntegrityPpm(batch, terms), embedding)
        {
            Cost = terms.CostOf(batch.Id, batch.Records)!.Value,
            ClassRecords = ofClass,
        };
    }

    /// <summary>
    /// The batch's score, as far as the terms say with its provider's credibility in its place; cut off to whole millionths.
    /// </summary>
    private int IntegrityPpm(BatchState batch, ScheduleTerms terms) => CredibilityPpm is null
        ? (int)batch.ScorePpm!.Value
        : (int)(
            ((batch.ScorePpm!.Value * (Ppm.Whole - terms.CredibilityPpm)) + (CredibilityPpm[batch.Provider] * terms.CredibilityPpm))
            / Ppm.Whole);

    /// <summary>Without numeric features only the classes tell batches apart.</summary>
    private static float[] ClassShares(RecordBatch records, Schema schema)
    {
        float[] shares = new float[Math.Max(1, schema.Classes.Count)];
        foreach (int label in records.Labels.Where(label => label >= 0))
        {
            shares[label] += 1f / records.Count;
        }
        return shares;
    }

    private static BatchState[] Usable(IEnumerable<BatchState> batches) => Sorted(batches.Where(batch => batch.IsUsable));

    private static BatchState[] Sorted(IEnumerable<BatchState> batches) =>
        [.. batches.OrderBy(batch => batch.Root).ThenBy(batch => batch.Id, StringComparer.Ordinal)];

    private static Dictionary<string, long> Credibility(IStateView state, BlockHeight height, IEnumerable<BatchState> batches)
    {
        TrustRule trust = state.Find(PolicyKeys.Policy(PolicyDocument.AdmissionName))!.At(height)!.Scoring!.Trust;
        return batches.Select(batch => batch.Provider).Distinct(StringComparer.Ordinal).ToDictionary(
            provider => provider, provider => (state.Find(JudgingKeys.Standing(provider)) ?? StandingState.None)
                .CredibilityPpm(trust), StringComparer.Ordinal);
    }
}

/// <summary>Candidates as the choice sees them.</summary>
/// <param name="Candidates">In order of their roots.</param>
/// <param name="Features">What told them apart, and what a run on the schedule learns from.</param>
public sealed record DescribedCandidates(IReadOnlyList<Candidate> Candidates, FeatureSelection Features);
