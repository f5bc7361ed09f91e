using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Tests.Streams;
using Hallmark.Sources.Tests.Streams;
using MQTTnet;

namespace Hallmark.Cli.Tests;

/// <summary>A stream comes on record by a gateway's key, from a real broker and from a pipe, without its provider's own key.</summary>
public sealed class GatewayTests
{
    private const int Messages = 120;

    [Fact]
    public async Task From_a_broker_by_the_gateways_key_alone_to_evidence_that_an_outsider_checks()
    {
        using var folder = new TemporaryFolder();
        using var broker = new Broker();
        string home = Begin(folder);
        Cli.Run(home, "gateway", "add", "gate", "--dataset", "readings", "--as", "garden").Expect(0);
        File.Delete(Path.Combine(home, "keys", "garden.pem"));
        await broker.KeepForAsync("sensors", "t/#");
        using (IMqttClient client = await broker.ConnectAsync())
        {
            for (int number = 0; number < Messages; number++)
            {
                await Broker.PublishAsync(client, "t/a", Reading(number));
            }
        }
        string[] ingest =
        [
            "ingest", broker.Address, "--topic", "t/#", "--client", "sensors", "--dataset", "readings", "--batch-size", "40", "--gateway",
            "garden/gate",
        ];
        using (Process process = Cli.Start(home, ingest))
        {
            Task<string> told = process.StandardError.ReadToEndAsync();
            while (Batches(home).Length < 1 + (Messages / 40))
            {
                Assert.False(process.WaitForExit(TimeSpan.FromMilliseconds(200)), "it ended");
            }
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Contains("drift is not measured: a gateway may read nothing, and the key of garden is not here", await told);
        }

        Assert.Equal(
            Enumerable.Range(0, Messages).Select(number => (long)number),
            (await Recorded.NumbersAsync(new Operations.Homes.Home(home), "readings")).SelectMany(batch => batch));
        Assert.All(Batches(home)[1..], batch => Assert.Equal(("garden", "gate"), ((string?)batch!["provider"], (string?)batch["gateway"])));
        Cli.Run(home, "audit").Expect(0);

        Cli.Run(home, "gateway", "revoke", "gate", "--as", "alice").Expect(0);
        Assert.Equal("alice", (string?)Cli.Run(home, "gateway", "list", "--json").Expect(0).Json["gateways"]![0]!["revokedBy"]);
        string entry = Batches(home)[1]!["entry"]!.ToString();
        Cli.Run(home, "trust", "--out", folder["trust"]).Expect(0);
        Cli.Run(home, "receipt", entry, "--bundle", "--out", folder["evidence"]).Expect(0);
        Assert.Contains("--gateway: gateway garden/gate was revoked by alice", Pipe(home, "{}", "--gateway", "gate").Expect(2).Error);
        string shown = Cli.Run(home, "verify", folder["evidence"], "--trust", folder["trust"]).Expect(0).Out;
        Assert.Contains(", signed by gateway garden/gate for garden\n", shown);
        Assert.Contains("gateway garden/gate was revoked in block ", shown);
    }

    [Fact]
    public void Where_every_message_is_rejected_the_reasons_are_counted_the_file_is_named_and_the_command_fails()
    {
        using var folder = new TemporaryFolder();
        string home = Begin(folder);

        CliResult result = Pipe(home, "nonsense\n[]\n[]\n", "--json").Expect(2);

        JsonNode[] reasons = [.. result.Json["reasons"]!.AsArray().Select(reason => reason!)];
        Assert.Equal([2, 1], reasons.Select(reason => (int)reason["messages"]!));
        Assert.Equal("is no JSON object", (string?)reasons[0]["reason"]);
        Assert.Equal(3, File.ReadAllLines((string)result.Json["rejectedFile"]!).Length);
        Assert.Contains("none of the messages is a record of readings: nothing was taken in", result.Error);
        CliResult told = Pipe(home, "[]\n" + Reading(1) + "\n").Expect(0);
        Assert.Contains("1 message rejected: is no JSON object", told.Error);
        Assert.Contains("rejected messages are kept with their reasons in ", told.Error);
    }

    [Fact]
    public void A_key_in_the_place_of_a_gateways_is_named()
    {
        using var folder = new TemporaryFolder();
        string home = Begin(folder);
        Cli.Run(home, "gateway", "add", "gate", "--dataset", "readings", "--as", "garden").Expect(0);
        string file = Path.Combine(home, "keys", "garden+gate.gateway");
        File.Move(file, Path.Combine(home, "keys", "garden+gate-2.gateway"));
        Assert.Contains("key.unregistered", Cli.Run(home, "audit", "--json").Expect(0).Out);
        using (var other = KeySigner.Create())
        {
            File.WriteAllText(file, other.ToPem());
        }
        CliResult audit = Cli.Run(home, "audit", "--json").Expect(3);
        Assert.Contains("key.replaced", audit.Out);
        Assert.Contains("keys/garden+gate.gateway", audit.Out);
    }

    private static string Begin(TemporaryFolder folder)
    {
        string home = folder["home"];
        Cli.Run(home, "init", "--admin", "alice").Expect(0);
        Cli.Run(home, "member", "add", "garden", "--role", "provider").Expect(0);
        string history = folder.Write("history.jsonl", Reading(-2) + "\n" + Reading(-1) + "\n");
        Cli.Run(home, "register", history, "--dataset", "readings").Expect(0);
        return home;
    }

    private static string Reading(int number) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{number}},"t":{{20.5 + (number % 7)}}}""");

    private static JsonNode?[] Batches(string home) =>
        [.. Cli.Run(home, "batches", "readings", "--json").Expect(0).Json["batches"]!.AsArray()];

    /// <summary>Takes in what is piped to a process of its own.</summary>
    private static CliResult Pipe(string home, string lines, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Cli.Program, "ingest", "-", "--dataset", "readings", .. more, "--home", home])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(lines);
        process.StandardInput.Close();
        process.WaitForExit();
        return new CliResult(process.ExitCode, output.Result, error.Result);
    }
}
