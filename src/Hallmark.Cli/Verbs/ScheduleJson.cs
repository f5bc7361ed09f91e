using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Cli.Verbs;

/// <summary>Schedules and their terms as JSON.</summary>
internal static class ScheduleJson
{
    public static JsonObject Of(Catalog catalog, ScheduleState schedule)
    {
        ScheduleCommit commit = catalog.Commit(schedule);
        var json = new JsonObject { ["schedule"] = schedule.Id, ["dataset"] = schedule.Dataset, ["trainer"] = schedule.Trainer };
        Add(json, catalog.TermsOf(schedule, commit));
        json["seed"] = schedule.Seed;
        json["seedOrigin"] = schedule.SeedOrigin;
        json["request"] = schedule.Request;
        json["value"] = commit.ValuePpm / 1e6;
        json["batches"] = new JsonArray([.. schedule.Batches.Select(batch => (JsonNode)batch)]);
        return json;
    }

    public static void Add(JsonObject json, ScheduleTerms terms)
    {
        json["method"] = terms.Method;
        json["rounds"] = terms.Rounds;
        json["budget"] = terms.Budget;
        json["unit"] = terms.Unit;
        json["order"] = terms.Order;
        json["weights"] = new JsonObject
        {
            ["diversity"] = terms.DiversityPpm / 1e6,
            ["integrity"] = terms.IntegrityPpm / 1e6,
            ["redundancy"] = terms.RedundancyPpm / 1e6,
            ["credibility"] = terms.CredibilityPpm / 1e6,
        };
        json["include"] = new JsonArray([.. terms.Include.Select(batch => (JsonNode)batch)]);
        json["exclude"] = new JsonArray([.. terms.Exclude.Select(batch => (JsonNode)batch)]);
        json["providerCap"] = terms.ProviderCapPpm / 1e6;
        json["classMin"] = terms.ClassRecordsMin;
        json["treeSize"] = terms.TreeSize.Value;
        json["candidates"] = terms.Candidates.ToString();
    }
}
