using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Streams;
using Hallmark.Sources.Streams;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Hallmark.Bench;

/// <param name="Messages">That a broker kept for each of the two readers.</param>
/// <param name="BarePerSecond">A client that acknowledges each message and does nothing else.</param>
/// <param name="IngestPerSecond">Taken in, kept durably, acknowledged, registered in batches of 1,000 and on record.</param>
/// <param name="Share">Of the bare client.</param>
/// <param name="PeakMegabytes">Most resident memory the process ever had.</param>
public sealed record IngestFigures(int Messages, double BarePerSecond, double IngestPerSecond, double Share, double PeakMegabytes);

/// <summary>Messages of a real broker on this machine, Mosquitto, at quality of service 1.</summary>
public static class IngestBench
{
    private const string Topic = "bench/a";

    /// <param name="directory">An existing folder; what is made there is removed.</param>
    /// <param name="messages">How many.</param>
    /// <param name="progress">Told what is being done.</param>
    public static async Task<IngestFigures> RunAsync(string directory, int messages, Action<string> progress)
    {
        using var folder = new BenchFolder(directory);
        var home = new Home(Path.Combine(folder.Path, "home"));
        await BeginAsync(home, folder.Path).ConfigureAwait(false);
        int port = FreePort();
        using Process broker = Start(port, folder.Path);
        try
        {
            await ReadAsync(port, "bare", 0).ConfigureAwait(false);
            await ReadAsync(port, "ingest", 0).ConfigureAwait(false);
            progress($"publishing {messages} messages");
            await PublishAsync(port, messages).ConfigureAwait(false);
            progress("a bare client");
            double bare = messages / await ReadAsync(port, "bare", messages).ConfigureAwait(false);
            progress("ingest");
            double ingest = messages / await IngestAsync(home, port, messages).ConfigureAwait(false);
            using Process self = Process.GetCurrentProcess();
            return new IngestFigures(messages, bare, ingest, ingest / bare, self.PeakWorkingSet64 / 1e6);
        }
        finally
        {
            broker.Kill();
        }
    }

    private static async Task BeginAsync(Home home, string folder)
    {
        await new CreateLedger("bench", "alice").ExecuteAsync(home, TimeProvider.System).ConfigureAwait(false);
        await using Workspace workspace = await Workspace.OpenAsync(home, _ => { }, TimeProvider.System).ConfigureAwait(false);
        await new AddMember("garden", ["provider"]) { As = "alice" }.ExecuteAsync(workspace, default).ConfigureAwait(false);
        string history = Path.Combine(folder, "history.jsonl");
        await File.WriteAllLinesAsync(history, [Text(-2), Text(-1)]).ConfigureAwait(false);
        await new RegisterFile(history, "readings") { As = "garden" }.ExecuteAsync(workspace, default).ConfigureAwait(false);
    }

    private static async Task<double> IngestAsync(Home home, int port, int messages)
    {
        using var stop = new CancellationTokenSource();
        await using Workspace workspace = await Workspace.OpenAsync(home, _ => { }, TimeProvider.System).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        await new IngestStream(
            _ => new MqttStream(MqttAddress.Find($"mqtt://127.0.0.1:{port}")!, Topic, "ingest", _ => { }), "readings")
        {
            As = "garden",
            Seconds = 1,
            Told = new Stop(messages, stop),
        }.ExecuteAsync(workspace, stop.Token).ConfigureAwait(false);
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Seconds until so many messages came; none only has the broker keep them from now on.</summary>
    private static async Task<double> ReadAsync(int port, string name, int messages)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        var all = new TaskCompletionSource();
        int left = messages;
        client.ApplicationMessageReceivedAsync += _ =>
        {
            if (--left == 0)
            {
                all.TrySetResult();
            }
            return Task.CompletedTask;
        };
        var watch = Stopwatch.StartNew();
        await client.ConnectAsync(Options(port).WithClientId(name).WithCleanStart(false).WithSessionExpiryInterval(uint.MaxValue)
            .WithReceiveMaximum(MqttStream.AheadLimit).Build()).ConfigureAwait(false);
        await client.SubscribeAsync(Topic, MqttQualityOfServiceLevel.AtLeastOnce).ConfigureAwait(false);
        if (messages > 0)
        {
            await all.Task.ConfigureAwait(false);
        }
        double seconds = watch.Elapsed.TotalSeconds;
        await client.DisconnectAsync().ConfigureAwait(false);
        return seconds;
    }

    private static async Task PublishAsync(int port, int messages)
    {
        const int AtOnce = 64;
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(Options(port).Build()).ConfigureAwait(false);
        foreach (int[] group in Enumerable.Range(0, messages).Chunk(AtOnce))
        {
            await Task.WhenAll(group.Select(number => client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(Topic)
                .WithPayload(Text(number)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build())))
                .ConfigureAwait(false);
        }
    }

    private static MqttClientOptionsBuilder Options(int port) =>
        new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500);

    private static string Text(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"number":{{number}},"id":"s-{{number % 50}}","at":{"t":{{20.5 + (number % 7)}},"h":{{40.25 + (number % 11)}}},"ok":true}""");

    private static Process Start(int port, string folder)
    {
        string settings = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllLines(settings,
        [
            $"listener {port} 127.0.0.1", "allow_anonymous true", "max_queued_messages 0", "max_queued_bytes 0", "max_inflight_messages 0",
            "log_dest none", Environment.IsPrivilegedProcess ? "user root" : "",
        ]);
        string path = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        Process process = Process.Start(path, ["-c", settings]);
        Thread.Sleep(500);
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Stop(int messages, CancellationTokenSource stop) : IProgress<StreamEvent>
    {
        private int _left = messages;

        public void Report(StreamEvent value)
        {
            if (value is StreamEvent.Registered registered && Interlocked.Add(ref _left, -registered.Messages) <= 0)
            {
                stop.Cancel();
            }
        }
    }
}
