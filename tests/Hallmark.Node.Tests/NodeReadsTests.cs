using System.Net;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Queries;

namespace Hallmark.Node.Tests;

/// <summary>What a node answers is what the command line prints, and what cannot be answered is a problem that says why.</summary>
public sealed class NodeReadsTests(NodeReadsTests.Served served) : IClassFixture<NodeReadsTests.Served>
{
    [Fact]
    public async Task Every_list_is_the_one_that_the_command_line_prints()
    {
        await SameAsync("datasets", new ListDatasets(), DatasetsAnswer.Of);
        await SameAsync("datasets/plants", new ShowDataset("plants"), DatasetAnswer.Of);
        await SameAsync("datasets/plants/batches", new ListBatches("plants"), BatchesAnswer.Of);
        await SameAsync("datasets/plants/evaluations", new ListEvaluations("plants"), EvaluationsAnswer.Of);
        await SameAsync("batches/plants/garden/1?worst=5", new ExplainBatch("plants/garden/1"), found => ExplainAnswer.Of(found, 5));
        await SameAsync("duplicates", new FindCopies(), CopiesAnswer.Of);
        await SameAsync("gateways", new ListGateways(), GatewaysAnswer.Of);
        await SameAsync("members", new ListMembers(), MembersAnswer.Of);
        await SameAsync("grants", new ListGrants(), GrantsAnswer.Of);
        await SameAsync("readings", new ListReadings(), ReadingsAnswer.Of);
        await SameAsync("readings?member=lab", new ListReadings { Member = "lab" }, ReadingsAnswer.Of);
        await SameAsync("accounts", new ListAccounts(), CreditsAnswer.Of);
        await SameAsync("proposals?closed=true", new ListProposals(true), ProposalsAnswer.Of);
        await SameAsync("policies", new ListPolicies(), PoliciesAnswer.Of);
        await SameAsync("challenges", new ListChallenges(), ChallengesAnswer.Of);
        await SameAsync("rules", new ShowRules(), RulesAnswer.Of);
        await SameAsync("runs", new ListRuns(), RunsAnswer.Of);
        await SameAsync("requests", new ListRequests(), listed => RequestsAnswer.Of(listed.Requests, listed.Head));
        await SameAsync("seeds", new ListSeeds(), listed => SeedsAnswer.Of(listed.Seeds, listed.Head));
        await SameAsync("entries?limit=3&kind=batch.register", new ListEntries { Limit = 3, Kind = "batch.register" }, EntriesAnswer.Of);
        await SameAsync("entries/2", new ShowEntry(new EntryIndex(2)), EntryAnswer.Of);
        await SameAsync("trust", new GetTrust([], 0), root => TrustAnswer.Of(root, null));
    }

    [Fact]
    public async Task Pages_of_entries_cover_the_ledger_once()
    {
        var seen = new List<ulong>();
        for (string? next = ""; next is not null;)
        {
            JsonNode page = await GetAsync($"api/entries?limit=7{next}");
            seen.AddRange(page["entries"]!.AsArray().Select(entry => (ulong)entry!["entry"]!));
            next = page["next"] is { } before ? $"&before={before}" : null;
        }
        Assert.Equal(Enumerable.Range(0, (int)served.Home.Node.View.Size.Value).Select(i => (ulong)i).Reverse(), seen);
    }

    [Fact]
    public async Task An_entry_comes_with_statement_receipt_and_evidence_and_is_found_by_its_id()
    {
        JsonNode entry = await GetAsync("api/entries/3");
        Assert.Equal((ulong)entry["entry"]!, (ulong)(await GetAsync($"api/statements/{entry["id"]}"))["entry"]!);
        byte[] statement = await served.Home.Http.GetByteArrayAsync("api/entries/3/statement");
        Assert.Equal((string)entry["id"]!, Statement.Read(statement).Id.ToString());
        byte[] receipt = await served.Home.Http.GetByteArrayAsync("api/entries/3/receipt");
        Assert.Equal(await served.Home.Http.GetByteArrayAsync($"entries/{entry["id"]}"), receipt);
        byte[] evidence = await served.Home.Http.GetByteArrayAsync("api/entries/3/evidence");
        Assert.Equal(new EntryIndex(3), Evidence.Bundles.EvidenceBundle.Read(evidence).Entry);
    }

    [Theory]
    [InlineData("api/datasets/none", 404, "unknown", "no dataset 'none'")]
    [InlineData("api/datasets/none/batches", 404, "unknown", "no dataset 'none'")]
    [InlineData("api/batches/plants/garden/99", 404, "unknown", "no batch 'plants/garden/99'")]
    [InlineData("api/entries/99999", 404, "unknown", "no entry 99999")]
    [InlineData("api/entries/-1", 400, "request", "entry")]
    [InlineData("api/entries?limit=0", 400, "usage", "limit: 0")]
    [InlineData("api/entries?limit=much", 400, "request", "limit")]
    [InlineData("api/statements/abc", 400, "usage", "id: ")]
    [InlineData("api/none", 404, "unknown", "nothing at this path")]
    [InlineData("api/../../etc/passwd", 404, "unknown", "nothing at this path")]
    [InlineData("api/datasets/%2e%2e%2fkeys", 404, "unknown", "no dataset")]
    [InlineData("keys/garden.pem", 404, "unknown", "nothing at this path")]
    public async Task What_cannot_be_answered_is_a_problem_that_says_why(string path, int status, string type, string detail)
    {
        using HttpResponseMessage response = await served.Home.Http.GetAsync(path);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((status, "urn:hallmark:problem:" + type), ((int)response.StatusCode, (string)problem["type"]!));
        Assert.Contains(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_is_refused_and_every_answer_tells_browsers_to_run_nothing()
    {
        using HttpResponseMessage response = await served.Home.Http.DeleteAsync("api/members");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        using HttpResponseMessage good = await served.Home.Http.GetAsync("health");
        Assert.Equal("good", (string)JsonNode.Parse(await good.Content.ReadAsStringAsync())!["status"]!);
        Assert.All([response, good], answer =>
        {
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.False(answer.Headers.Contains("Server"));
        });
    }

    [Fact]
    public async Task The_description_is_of_OpenAPI_3_1_and_names_every_path()
    {
        JsonNode document = await GetAsync("openapi.json");
        Assert.StartsWith("3.1", (string)document["openapi"]!);
        string[] paths = [.. document["paths"]!.AsObject().Select(path => path.Key)];
        Assert.Superset(
            new HashSet<string>(
                ["/api/head", "/api/entries/{entry}", "/api/statements", "/api/datasets/{dataset}/batches", "/entries", "/events"]),
            new HashSet<string>(paths));
        Assert.All(
            document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()),
            operation => Assert.False(string.IsNullOrEmpty((string?)operation.Value!["summary"]), operation.Key));
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await served.Home.Http.GetStringAsync(path))!;

    private async Task SameAsync<TResult>(string path, Query<TResult> query, Func<TResult, object> answer)
    {
        JsonNode expected = JsonNode.Parse(ApiJson.Write(answer(await served.Home.Acting.AskAsync(query))))!;
        JsonNode given = await GetAsync("api/" + path);
        Assert.True(JsonNode.DeepEquals(expected, given), $"{path}: {given.ToJsonString()} is not {expected.ToJsonString()}");
    }

    /// <summary>One for all tests that only read.</summary>
    public sealed class Served : IAsyncLifetime
    {
        internal ServedHome Home { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Home = await ServedHome.StartAsync();

        public ValueTask DisposeAsync() => Home.DisposeAsync();
    }
}
