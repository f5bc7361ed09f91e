using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>What terms may be, and whether a choice keeps to them. Whether it is the best one, choosing again shows.</summary>
internal static class ScheduleTermsRules
{
    /// <summary>What older rules do not know is malformed under them, as it was to the programs of their time.</summary>
    /// <param name="terms">Null where they stand in a request that was let in before.</param>
    /// <exception cref="MalformedException">The rules in force know no choice of features.</exception>
    public static void RequireKnown(
        Ruling ruling, ScheduleTerms? terms, IReadOnlyList<string> leftOut, IReadOnlyList<string> indicators)
    {
        ruling.Since(RuleVersions.AllFeatures, indicators.Count > 0, "indicators");
        ruling.Since(RuleVersions.AllFeatures, terms?.Features == ScheduleTerms.AllKinds, "terms.features");
        ruling.Since(RuleVersions.FeatureChoice, leftOut.Count > 0, "leftOut");
        ruling.Since(RuleVersions.FeatureChoice, terms is not null && terms.Features != ScheduleTerms.AllNumbers, "terms.features");
    }

    /// <summary>The candidates are of a time that has been, and the weights those of the policy in force, where one says them.</summary>
    public static void Require(Ruling ruling, string dataset, ScheduleTerms terms)
    {
        EntryIndex now = ruling.Block.Entry;
        Ruling.Require(terms.TreeSize.Value <= now.Value, "schedule.size",
            $"candidates of tree size {terms.TreeSize} are not known before entry {now}");
        if (ScheduleRule.At(ruling, ruling.Block.Height) is { } policy)
        {
            ruling.DecidedBy(policy.Digest);
            Ruling.Require(
                policy.Schedule!.Fits(terms), "schedule.weights",
                $"the weights for {dataset} are not those of policy {policy.Name}: {policy.Schedule}");
        }
    }

    /// <summary>Accepted batches of the dataset, each once, none excluded, all included ones there, within budget and cap.</summary>
    /// <returns>What they cost in all.</returns>
    public static long RequireKept(Ruling ruling, string dataset, ScheduleTerms terms, IReadOnlyList<string> batches)
    {
        Ruling.Require(batches.Count > 0, "schedule.empty", "the schedule names no batch");
        var named = new HashSet<string>(StringComparer.Ordinal);
        var perProvider = new Dictionary<string, Int128>(StringComparer.Ordinal);
        Int128 spent = 0;
        foreach (string id in batches)
        {
            Ruling.Require(named.Add(id), "schedule.repeated", $"the schedule names {id} twice");
            BatchState batch = ruling.Get(DatasetKeys.Batch(id), $"batch {id}");
            Ruling.Require(batch.Dataset == dataset, "schedule.dataset", $"{id} is not of dataset {dataset}");
            Ruling.Require(batch.IsUsable, "schedule.not-accepted", $"{id} is {batch.Standing}");
            Ruling.Require(terms.CostOf(id, batch.Records) is not null, "schedule.cost", $"{id} has no cost in {terms.Unit}");
            long cost = terms.CostOf(id, batch.Records)!.Value;
            spent += cost;
            perProvider[batch.Provider] = perProvider.GetValueOrDefault(batch.Provider) + cost;
        }
        Ruling.Require(spent <= terms.Budget, "schedule.budget", $"the batches cost {spent} {terms.Unit}, the budget is {terms.Budget}");
        foreach ((string provider, Int128 cost) in perProvider.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Ruling.Require(
                cost * Ppm.Whole <= (Int128)terms.Budget * terms.ProviderCapPpm, "schedule.provider-cap",
                $"the batches of {provider} cost {cost}, above {terms.ProviderCapPpm} millionths of the budget of {terms.Budget}");
        }
        Ruling.Require(!terms.Exclude.Any(named.Contains), "schedule.excluded",
            $"{terms.Exclude.FirstOrDefault(named.Contains)} is excluded");
        Ruling.Require(terms.Include.All(named.Contains), "schedule.left-out",
            $"{terms.Include.FirstOrDefault(id => !named.Contains(id))} must be chosen, and is not");
        return (long)spent;
    }
}
