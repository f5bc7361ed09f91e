using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;

namespace Hallmark.Cli.Tests;

/// <summary>No reading without a right and an entry; who read what is on record, and who was denied.</summary>
public sealed class AccessTests(GardenRun garden)
{
    private const string First = "plants/garden/1";
    private const string Second = "plants/garden/2";

    [Fact]
    public void A_grant_is_for_its_member_its_batches_its_purpose_and_until_it_is_revoked()
    {
        using Scenario scenario = garden.Open();
        string[] Read(string batch, string purpose = "research", string member = "press") =>
            ["read", batch, "--purpose", purpose, "--as", member];

        ulong nothing = scenario.Denied("access.no-grant", Read(First));
        scenario.Do("grant", "press", First, "--purpose", "research", "--as", "garden");
        ulong grant = (ulong)Assert.Single(scenario.Do("access", "grants").List("grants"))["entry"]!;
        JsonNode read = scenario.Do(Read(First));
        Assert.Equal((20, grant), ((int)read["records"]!, (ulong)read["grant"]!));
        Assert.Equal(GardenRun.Csv.Split('\n').Take(21), read.Text("csv").TrimEnd().Split("\r\n"));
        scenario.Denied("access.no-grant", Read(Second));
        scenario.Denied("access.no-grant", Read(First, "advertising"));
        scenario.Denied("access.no-grant", Read(First, member: "school"));

        scenario.Do("grant", "press", "plants", "--purpose", "research");
        ulong whole = (ulong)scenario.Do("access", "grants").List("grants").Max(item => (long)item["entry"]!);
        scenario.Do(Read(Second));
        scenario.Do("access", "revoke", "press", "plants", "--purpose", "research", "--reason", "enough");
        scenario.Denied("access.grant-revoked", Read(Second));
        scenario.Do(Read(First)); // its own grant on this batch still holds
        scenario.Denied("access.revoke.again", "access", "revoke", "press", "plants", "--purpose", "research");
        scenario.Denied("access.grant.role", "grant", "press", "plants", "--as", "lab");

        JsonNode[] readings = [.. scenario.Do("access", "--member", "press").List("readings")];
        Assert.Equal(
            [
                (First, "research", "denied: access.no-grant"),
                (First, "research", $"grant of entry {grant}"),
                (Second, "research", "denied: access.no-grant"),
                (First, "advertising", "denied: access.no-grant"),
                (Second, "research", $"grant of entry {whole}"),
                (Second, "research", "denied: access.grant-revoked"),
                (First, "research", $"grant of entry {grant}"),
            ],
            readings.Select(item => (item.Text("batch"), item.Text("purpose"), item.Text("under"))));
        Assert.Equal(nothing, (ulong)readings[0]["entry"]!);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", readings[0].Text("time"));
        Assert.All(
            scenario.Do("access", "--member", "lab").List("readings"),
            item => Assert.Equal(("judging", "own data or role"), (item.Text("purpose"), item.Text("under"))));
        scenario.Audit(0, "good");
    }

    [Fact]
    public async Task A_grant_ends_with_its_time()
    {
        using Scenario scenario = garden.Open();
        DateTimeOffset until = DateTimeOffset.UtcNow.AddDays(2).Date;
        scenario.Do("grant", "press", "plants", "--purpose", "research", "--until", $"{until:yyyy-MM-dd}");
        scenario.Do("read", First, "--purpose", "research", "--as", "press");

        await UseAsync(scenario, "press", "research", new FixedClock(until));

        JsonNode[] readings = [.. scenario.Do("access", "--member", "press", "--batch", First).List("readings")];
        Assert.Equal([false, true], readings.Select(item => (bool)item["denied"]!));
        Assert.Equal("denied: access.grant-expired", readings[1].Text("under"));
    }

    [Fact]
    public void Nobody_schedules_or_trains_without_a_grant()
    {
        using Scenario scenario = garden.Open();
        string[] schedule = ["schedule", "plants", "--budget", "60", "--method", "greedy", "--seed", "3"];
        string[] train = ["train", "plants", "--hidden", "4", "--epochs", "2"];

        scenario.Denied("access.no-grant", schedule);
        scenario.Do("grant", "school", "plants");
        scenario.Do(schedule);
        scenario.Do("access", "revoke", "school", "plants");
        scenario.Denied("access.grant-revoked", train);

        Assert.Empty(scenario.Do("runs").List("runs"));
        scenario.Audit(0, "good");
    }

    /// <summary>Puts a use on record at another time than now.</summary>
    private static async Task UseAsync(Scenario scenario, string member, string purpose, TimeProvider clock)
    {
        using KeySigner authority = await KeyAsync(scenario, "ledger");
        using KeySigner key = await KeyAsync(scenario, member);
        using FileStorage storage = FileStorage.Open(scenario.File("ledger.log"));
        await using Ledger.Ledger ledger = Ledger.Ledger.Open(storage, new SoloProducer(authority), new ContractSet(), clock);
        var session = new MemberSession(new LocalDoor(ledger), member, key, clock);
        var use = new AccessUse("plants", [First], ReadFor.Purpose(purpose));
        StatementDeniedException denied = await Assert.ThrowsAsync<StatementDeniedException>(() => session.SubmitAsync(use));
        Assert.Equal("access.grant-expired", denied.Rule);
    }

    private static async Task<KeySigner> KeyAsync(Scenario scenario, string member) =>
        KeySigner.FromPem(await File.ReadAllTextAsync(scenario.File("keys", $"{member}.pem"), TestContext.Current.CancellationToken));

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
