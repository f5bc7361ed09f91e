using System.Text.Json.Nodes;
using Hallmark.Audit.Tests;
using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Cli.Tests;

/// <summary>
/// Schedules whose seed three members draw together, through the program: trainer school asks, lab and press committed before and
/// reveal after. And what shows when somebody does not keep to it.
/// </summary>
public sealed class DrawnSeedTests(GardenRun garden)
{
    private const string Request = "plants/request/1";

    [Fact]
    public void Three_members_draw_a_seed_and_anybody_draws_it_again()
    {
        using Scenario scenario = Asked();
        Assert.Equal(("open", 2), (Requested(scenario).Text("status"), Requested(scenario).Texts("seeds").Count));
        Assert.Contains("is open", scenario.Run(1, "schedule", "--request", Request).Error, StringComparison.Ordinal);
        scenario.Do("seed", "reveal", "--as", "press");
        JsonNode last = Assert.Single(scenario.Do("seed", "reveal", "lab/seed/1", "--as", "lab").List("seeds"));
        Assert.Equal("revealed", last.Text("status"));
        Assert.Equal("revealed", Requested(scenario).Text("status"));
        Assert.Empty(Secrets(scenario));

        JsonNode schedule = scenario.Do("schedule", "--request", Request);

        ulong seed = scenario.Look(catalog =>
        {
            RequestState request = catalog.Request(Request);
            IEnumerable<Digest> secrets = request.Seeds.Select(id =>
                catalog.Ledger.State.Find(ScheduleKeys.Seed(id))!.Secret!.Value);
            return ScheduleSeed.Of(catalog.Ledger.ReadEntry(request.Entry).Statement.Id, secrets);
        });
        Assert.Equal((seed, "revealed", Request), ((ulong)schedule["seed"]!, schedule.Text("seedOrigin"), schedule.Text("request")));
        Assert.Equal(("interleaved", 40), (schedule.Text("order"), (int)schedule["budget"]!));
        Assert.Equal(("committed", "plants/schedule/1"), (Requested(scenario).Text("status"), Requested(scenario).Text("schedule")));
        Assert.Equal("good", scenario.Do("schedule", "--check", "plants/schedule/1").Text("result"));
        PutSecretBack(scenario);
        scenario.Denied("seed.reveal.again", "seed", "reveal", "lab/seed/1", "--as", "lab");
        JsonNode run = scenario.Do("train", "plants", "--hidden", "4", "--epochs", "2");
        Assert.Equal("drawn", run.Text("seedOrigin"));
        scenario.Denied("run.seed", "train", "plants", "--hidden", "4", "--epochs", "2", "--seed", "5");
        Assert.DoesNotContain(scenario.Audit(0, "good"), finding => (string?)finding["severity"] != "note");
        string page = scenario.Outside("report.html");
        scenario.Run(0, "report", "--out", page);
        Assert.Contains("The seed was drawn together", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_secret_is_on_the_ledger_before_it_is_revealed_and_only_its_owner_can_read_it()
    {
        using Scenario scenario = Asked();
        string[] files = Secrets(scenario);
        Assert.Equal(2, files.Length);
        byte[] ledger = File.ReadAllBytes(scenario.File("ledger.log"));
        foreach (string file in files)
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            string secret = File.ReadAllText(file).Trim();
            Assert.Equal(-1, ledger.AsSpan().IndexOf(Convert.FromHexString(secret)));
            Assert.Equal(-1, ledger.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)));
        }
    }

    [Fact]
    public void A_withheld_secret_voids_the_request_and_the_audit_names_who_withheld_it()
    {
        using Scenario scenario = Asked("--within", "4");
        scenario.Denied("schedule.void.early", "request", "void", Request);
        scenario.Do("seed", "reveal", "--as", "lab");
        scenario.Do("seed", "commit", "--as", "lab", "--count", "3");
        scenario.Denied("seed.reveal.late", "seed", "reveal", "--as", "press");
        scenario.Denied("request.open", "request", "open", "plants", "--budget", "40");
        scenario.Run(1, "schedule", "--request", Request);

        JsonNode voided = Assert.Single(scenario.Do("request", "void", Request).List("requests"));

        Assert.Equal("void", voided.Text("status"));
        Assert.Equal(["press"], voided.Texts("withheld"));
        JsonNode finding = Assert.Single(scenario.Audit(0, "good"), item => item.Code() == "schedule.void");
        Assert.Equal("press", finding.Text("member"));
        Assert.Contains("not revealed", finding.Text("message"), StringComparison.Ordinal);
        scenario.Run(1, "schedule", "--request", Request);
        scenario.Do("request", "open", "plants", "--budget", "40");
    }

    [Fact]
    public async Task A_schedule_that_the_drawn_seed_does_not_give_is_named()
    {
        using Scenario scenario = Drawn();
        ulong entry = await Submit(scenario, new ContractSet(), async (school, catalog) =>
            (await school.SubmitAsync(Answer(catalog, 3))).Entry.Value);

        JsonNode finding = Assert.Single(scenario.Audit(4, "rules-broken"), item => (string?)item["severity"] != "note");

        Assert.Equal(("schedule.not-reproducible", entry, "school"), (finding.Code(), (ulong)finding["entry"]!, finding.Text("member")));
        JsonNode check = scenario.Run(3, "schedule", "--check", "plants/schedule/1").Json;
        Assert.Equal(("differs", "schedule.not-reproducible"), (check.Text("result"), check.Text("code")));
    }

    [Fact]
    public async Task A_seed_that_a_faithless_operator_forges_is_named()
    {
        using Scenario scenario = Drawn();
        ulong entry = await Submit(scenario, new Forging(), async (school, catalog) =>
            (await school.SubmitAsync(Answer(catalog, 0))).Entry.Value);

        IReadOnlyList<JsonNode> findings = scenario.Audit(3, "tampered");

        Assert.NotNull(findings.First("chain.state")["height"]);
        Assert.Equal(entry, (ulong)findings.First("schedule.not-reproducible")["entry"]!);
    }

    [Fact]
    public void A_secret_changed_in_the_ledgers_file_is_named()
    {
        using Scenario scenario = Drawn();
        scenario.Do("schedule", "--request", Request);
        LedgerBytes bytes = LedgerBytes.Read(scenario.File("ledger.log"));
        EntryPart reveal = bytes.Only(SeedReveal.Kind, "lab/seed/1");
        HomeCopy.Flip(scenario.File("ledger.log"),
            bytes.Find(reveal.Part, Payload.Read<SeedReveal>(reveal.Statement).Secret.ToArray()) + 7);

        IReadOnlyList<JsonNode> findings = scenario.Audit(3, "tampered");

        Assert.Equal((reveal.Index, "lab"), ((int?)findings.First("entry.signature")["entry"],
            (string?)findings.First("entry.signature")["member"]));
    }

    [Fact]
    public void What_cannot_be_asked_is_said_before_anything_is_on_record()
    {
        using Scenario scenario = garden.Open();
        ulong before = scenario.Look(catalog => catalog.Ledger.Size.Value);
        Assert.Contains("no other member has an unused commitment", scenario.Run(1, "request", "open", "plants", "--budget", "40").Error,
            StringComparison.Ordinal);
        scenario.Run(2, "request", "open", "plants");
        scenario.Run(2, "request", "open", "plants", "--budget", "40", "--order", "backwards");
        scenario.Run(2, "request", "open", "plants", "--budget", "40", "--unit", "credits");
        scenario.Run(2, "request", "open", "plants", "--budget", "40", "--include", "x", "--exclude", "x");
        scenario.Run(2, "request", "open", "plants", "--budget", "40", "--diversity", "60", "--redundancy", "41");
        scenario.Run(2, "request", "void", Request);
        scenario.Run(2, "schedule", "plants", "--request", Request, "--budget", "40");
        scenario.Run(2, "schedule", "--request", Request);
        scenario.Run(2, "schedule", "--check", "plants/schedule/7");
        scenario.Run(2, "schedule", "--budget", "40");
        scenario.Run(2, "seed", "commit", "--as", "lab", "--count", "0");
        scenario.Run(2, "seed", "reveal", "lab/seed/1", "--as", "lab");
        Assert.Equal(before, scenario.Look(catalog => catalog.Ledger.Size.Value));
        scenario.Do("seed", "commit", "--as", "lab");
        Assert.Contains("no request names", scenario.Run(1, "seed", "reveal", "lab/seed/1", "--as", "lab").Error, StringComparison.Ordinal);
        Assert.Empty(scenario.Do("seed", "reveal", "--as", "lab").List("seeds"));
    }

    /// <summary>School has asked, lab and press have committed and not revealed.</summary>
    private Scenario Asked(params string[] more)
    {
        Scenario scenario = garden.Open();
        scenario.Do("grant", "school", "plants", "--until", "2999-12-31");
        scenario.Do("seed", "commit", "--as", "lab");
        scenario.Do("seed", "commit", "--as", "press");
        scenario.Do(["request", "open", "plants", "--budget", "40", "--order", "interleaved", .. more]);
        return scenario;
    }

    /// <summary>The seed is drawn, too.</summary>
    private Scenario Drawn()
    {
        Scenario scenario = Asked();
        scenario.Do("seed", "reveal", "--as", "lab");
        scenario.Do("seed", "reveal", "--as", "press");
        return scenario;
    }

    /// <summary>An answer to the request with one batch, whatever the seed gives.</summary>
    private static ScheduleCommit Answer(Catalog catalog, int batch) => new()
    {
        Dataset = "plants",
        Request = Request,
        ValuePpm = 900_000,
        Batches = [catalog.Batches("plants")[batch].Id],
    };

    private static JsonNode Requested(Scenario scenario) => Assert.Single(scenario.Do("request", "list").List("requests"));

    private static string[] Secrets(Scenario scenario) => Directory.GetFiles(scenario.File("keys"), "*.seed");

    /// <summary>The secret is public now; somebody puts it back among the keys.</summary>
    private static void PutSecretBack(Scenario scenario)
    {
        SeedState seed = scenario.Look(catalog => catalog.Ledger.State.Find(ScheduleKeys.Seed("lab/seed/1"))!);
        File.WriteAllText(scenario.File("keys", $"lab.{seed.Commitment}.seed"), seed.Secret.ToString());
    }

    private static async Task<T> Submit<T>(Scenario scenario, IContracts contracts, Func<MemberSession, Catalog, Task<T>> lie)
    {
        using KeySigner authority = KeySigner.FromPem(File.ReadAllText(scenario.File("keys", "ledger.pem")));
        using KeySigner key = KeySigner.FromPem(File.ReadAllText(scenario.File("keys", "school.pem")));
        using FileStorage storage = FileStorage.Open(scenario.File("ledger.log"));
        using var store = new Data.Store.DirectoryContentStore(scenario.File("objects"));
        await using Ledger.Ledger ledger = Ledger.Ledger.Open(storage, new SoloProducer(authority), contracts, TimeProvider.System);
        return await lie(new MemberSession(new LocalDoor(ledger), "school", key, TimeProvider.System), new Catalog(ledger.View, store));
    }

    /// <summary>Contracts of an operator who writes down another seed than the one that was drawn.</summary>
    private sealed class Forging : IContracts
    {
        private readonly ContractSet _honest = new();

        public RuleRange Rules => _honest.Rules;

        public int? MovesTo(Statement statement) => _honest.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block)
        {
            Decision decision = _honest.Execute(state, statement, block);
            return statement.Kind == ScheduleCommit.Kind && decision is Decision.Accepted accepted
                ? accepted with { Writes = [.. accepted.Writes.Select(Forge)] }
                : decision;
        }

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) => _honest.FindKey(state, keyId);

        private static StateWrite Forge(StateWrite write) => write.Key.StartsWith(ScheduleKeys.All.Path, StringComparison.Ordinal)
            ? write with { Value = (ScheduleState.Read(CborMap.Read(write.Value, "schedule")) with { Seed = 7 }).ToMap().ToBytes() }
            : write;
    }
}
