using System.Diagnostics;
using System.Globalization;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Tests.Streams;
using Hallmark.Sources.Tests.Streams;
using MQTTnet;

namespace Hallmark.Cli.Tests;

/// <summary>The process that takes messages in dies at any moment; the same command goes on from there.</summary>
public sealed class IngestCrashTests
{
    private const int Messages = 3_000;

    /// <summary>Without a name in the messages: what tells them apart is what the broker says alone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_again_and_again_it_loses_no_acknowledged_message_and_doubles_none(int seed)
    {
        using var folder = new TemporaryFolder();
        using var broker = new Broker();
        string home = Begin(folder);
        await broker.KeepForAsync("sensors", "t/#");
        string[] ingest =
        [
            "ingest", broker.Address, "--topic", "t/#", "--client", "sensors", "--dataset", "readings", "--batch-size", "40",
            "--seconds", "1",
        ];
        Task publishing = PublishAsync(broker);
        var random = new Random(seed);
        for (int kills = 0; kills < 6; kills++)
        {
            using Process process = Start(home, ingest);
            process.WaitForExit(TimeSpan.FromMilliseconds(500 + random.Next(1_500)));
            process.Kill();
            process.WaitForExit();
        }
        await publishing;
        using (Process last = Start(home, ingest))
        {
            while (CountOf(home) < Messages)
            {
                Assert.False(last.WaitForExit(TimeSpan.FromMilliseconds(200)));
            }
            last.Kill();
            last.WaitForExit();
        }

        long[][] numbers = await Recorded.NumbersAsync(new Home(home), "readings");

        Assert.Equal(Enumerable.Range(0, Messages).Select(number => (long)number), numbers.SelectMany(batch => batch).Order());
        Cli.Run(home, "audit").Expect(0);
    }

    private static string Begin(TemporaryFolder folder)
    {
        string home = folder["home"];
        Cli.Run(home, "init").Expect(0);
        Cli.Run(home, "member", "add", "garden", "--role", "provider").Expect(0);
        string history = folder.Write("history.jsonl", Reading(-2) + "\n" + Reading(-1) + "\n");
        Cli.Run(home, "register", history, "--dataset", "readings").Expect(0);
        return home;
    }

    private static Process Start(string home, string[] arguments)
    {
        Process process = Cli.Start(home, arguments);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private static async Task PublishAsync(Broker broker)
    {
        using IMqttClient client = await broker.ConnectAsync();
        for (int number = 0; number < Messages; number++)
        {
            await Broker.PublishAsync(client, "t/a", Reading(number));
        }
    }

    private static long CountOf(string home) => Cli.Run(home, "batches", "readings", "--json").Expect(0).Json["batches"]!.AsArray()
        .Sum(batch => (long)batch!["records"]!) - 2;

    private static string Reading(int number) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{number}},"t":{{20.5 + (number % 7)}}}""");
}
