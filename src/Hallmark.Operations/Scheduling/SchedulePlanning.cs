using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;
using Hallmark.Data.Store;
using Hallmark.Features;
using Hallmark.Scheduling;

namespace Hallmark.Operations.Scheduling;

/// <summary>
/// From what the ledger accepted to a schedule, and back: terms, seed and content give the same choice, so a committed schedule can be
/// recomputed by anyone who holds the ledger and the content. No clock has a part in it: a limit of time is turned into a count of
/// rounds before it is committed.
/// </summary>
public static class SchedulePlanning
{
    /// <summary>The terms with the candidates as they stand now, under the weights of the policy in force where it says them.</summary>
    /// <exception cref="UsageException">The wish names something that cannot be.</exception>
    public static ScheduleTerms Fix(Catalog catalog, string dataset, ScheduleWish wish)
    {
        ScheduleTerms wanted = wish.ToTerms();
        ScheduleTerms terms = !wish.Weighed && ScheduleRule.At(catalog.Ledger.State, catalog.NextHeight)?.Schedule is { } rule
            ? wanted with
            {
                DiversityPpm = rule.DiversityPpm,
                IntegrityPpm = rule.IntegrityPpm,
                RedundancyPpm = rule.RedundancyPpm,
                CredibilityPpm = rule.CredibilityPpm,
            }
            : wanted;
        return terms with
        {
            TreeSize = catalog.Ledger.Size,
            Features = catalog.Ledger.Last.Rules switch
            {
                >= RuleVersions.AllFeatures => ScheduleTerms.AllKinds,
                >= RuleVersions.FeatureChoice => ScheduleTerms.WithoutRowNumbers,
                _ => ScheduleTerms.AllNumbers,
            },
            Candidates = ScheduleCandidates.RootOf(ScheduleCandidates.Now(catalog, dataset)),
        };
    }

    /// <summary>The batches that choosing under these terms reads.</summary>
    public static IReadOnlyList<BatchState> ReadBy(Catalog catalog, string dataset, ScheduleTerms terms) =>
        ScheduleCandidates.Of(catalog, dataset, terms).Open(terms);

    /// <summary>Chooses. Cancelled or out of time, it answers the best so far with the rounds done.</summary>
    /// <param name="reading">Opens at least what <see cref="ReadBy"/> says.</param>
    /// <param name="time">How long it may take; null for as long as the rounds of the terms take.</param>
    /// <exception cref="InvalidOperationException">Nothing can be chosen; the message says why.</exception>
    /// <exception cref="ContentException">A candidate's content is missing or altered.</exception>
    public static async Task<PlannedSchedule> ChooseAsync(
        Catalog catalog, BatchReading reading, string dataset, ScheduleTerms terms, ulong seed, SchedulingTime? time = null)
    {
        var candidates = ScheduleCandidates.Of(catalog, dataset, terms);
        Schema schema = await catalog.SchemaAsync(dataset, terms.TreeSize).ConfigureAwait(false);
        DescribedCandidates described = await candidates.DescribeAsync(catalog, reading, terms, schema).ConfigureAwait(false);
        return new PlannedSchedule(Choose(described.Candidates, dataset, terms, seed, time), described.Features);
    }

    /// <summary>What is wrong with a committed schedule when its seed is drawn and its choice made again, or null.</summary>
    /// <exception cref="ContentException">A candidate's content is missing or altered.</exception>
    public static async Task<ScheduleFault?> RecomputeAsync(
        Catalog catalog, BatchReading reading, ScheduleState schedule, CancellationToken cancellation = default)
    {
        ScheduleCommit commit = catalog.Commit(schedule);
        ScheduleTerms terms = catalog.TermsOf(schedule, commit);
        if (ScheduleSeeds.Compare(catalog, schedule, commit) is { } problem)
        {
            return new ScheduleFault(ScheduleFault.Seed, problem);
        }
        var candidates = ScheduleCandidates.Of(catalog, schedule.Dataset, terms);
        if (ScheduleCandidates.RootOf(candidates.All) is var root && root != terms.Candidates)
        {
            return Differs($"the accepted batches at tree size {terms.TreeSize} have root {root}, the schedule says {terms.Candidates}");
        }
        try
        {
            Schema schema = await catalog.SchemaAsync(schedule, cancellation).ConfigureAwait(false);
            DescribedCandidates described = await candidates.DescribeAsync(catalog, reading, terms, schema, cancellation)
                .ConfigureAwait(false);
            if (!described.Features.LeftOut.SequenceEqual(commit.LeftOut, StringComparer.Ordinal))
            {
                return Differs($"the columns that are no features are {Names(described.Features.LeftOut)}, "
                    + $"the schedule leaves out {Names(commit.LeftOut)}");
            }
            if (!described.Features.IndicatorNames.SequenceEqual(commit.Indicators, StringComparer.Ordinal))
            {
                return Differs($"the columns with missing cells are {Names(described.Features.IndicatorNames)}, "
                    + $"the schedule tells them apart in {Names(commit.Indicators)}");
            }
            Schedule again = Choose(described.Candidates, schedule.Dataset, terms, schedule.Seed, null);
            return Compare(again, commit) is { } difference ? Differs(difference) : null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return Differs(e.Message);
        }
    }

    private static string Names(IReadOnlyList<string> columns) => columns.Count == 0 ? "none" : string.Join(", ", columns);

    private static ScheduleFault Differs(string message) => new(ScheduleFault.Choice, message);

    private static string? Compare(Schedule again, ScheduleCommit commit)
    {
        string[] batches = [.. again.Batches.Select(batch => batch.Batch)];
        if (!batches.ToHashSet(StringComparer.Ordinal).SetEquals(commit.Batches))
        {
            string named = batches.Except(commit.Batches, StringComparer.Ordinal).FirstOrDefault() is { } left
                ? $"{left} is chosen and not committed"
                    : $"{commit.Batches.Except(batches, StringComparer.Ordinal).First()} is committed and not chosen";
            return $"choosing again gives other batches: {named}";
        }
        return !batches.SequenceEqual(commit.Batches) ? "choosing again gives the batches in another order"
            : again.ValuePpm != commit.ValuePpm
                ? $"choosing again gives the value {again.ValuePpm} millionths, the schedule says {commit.ValuePpm}"
            : null;
    }

    private static Schedule Choose(IReadOnlyList<Candidate> candidates, string dataset, ScheduleTerms terms, ulong seed,
        SchedulingTime? time) =>
        Scheduler.Choose(candidates, Options(terms, seed), time) switch
        {
            ScheduleResult.Chosen chosen => chosen.Schedule,
            ScheduleResult.NoCandidates =>
                throw new InvalidOperationException(
                    $"no batch of {dataset} is accepted and can be chosen ('hallmark batches {dataset}' says how each stands, 'hallmark "
                        + "explain BATCH' why; of one in quarantine another validator decides)"),
            ScheduleResult.NothingFits none =>
                throw new InvalidOperationException(
                    $"the smallest accepted batch costs {none.SmallestBatchCost} {terms.Unit}, the budget is {none.Budget}"),
            ScheduleResult.Infeasible infeasible => throw new InvalidOperationException(infeasible.Reason),
            _ => throw new InvalidOperationException("no accepted batch adds anything under these weights"),
        };

    /// <exception cref="ArgumentException">A method or an order that is not known here.</exception>
    private static ScheduleOptions Options(ScheduleTerms terms, ulong seed) => new(
        terms.Budget, SelectionMethods.Find(terms.Method) ?? throw new ArgumentException($"method '{terms.Method}' is not known"), seed)
    {
        DiversityWeightPpm = terms.DiversityPpm,
        IntegrityWeightPpm = terms.IntegrityPpm,
        RedundancyWeightPpm = terms.RedundancyPpm,
        Rounds = terms.Rounds,
        Order = ScheduleOrders.Find(terms.Order) ?? throw new ArgumentException($"order '{terms.Order}' is not known"),
        Include = terms.Include,
        ProviderCapPpm = terms.ProviderCapPpm,
        ClassRecordsMin = terms.ClassRecordsMin,
    };
}

/// <summary>What was chosen, before it is committed.</summary>
/// <param name="Schedule">The batches in order, and what they are worth.</param>
/// <param name="Features">What told batches apart, and what is learned from, for the commit.</param>
public sealed record PlannedSchedule(Schedule Schedule, FeatureSelection Features);

/// <summary>What is wrong with a schedule.</summary>
/// <param name="Code"><see cref="Seed"/> or <see cref="Choice"/>.</param>
public sealed record ScheduleFault(string Code, string Message)
{
    /// <summary>Its seed does not follow from its request and the secrets.</summary>
    public const string Seed = "schedule.seed";

    /// <summary>Choosing again gives something else.</summary>
    public const string Choice = "schedule.not-reproducible";
}
