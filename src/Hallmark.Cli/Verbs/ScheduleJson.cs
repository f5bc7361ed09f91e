using System.Text.Json.Nodes;
using Hallmark.Contracts.Schedules;

namespace Hallmark.Cli.Verbs;

// Goes with the last verb that does not answer by Api's TermsAnswer.
internal static class ScheduleJson
{
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
