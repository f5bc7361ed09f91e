using Hallmark.Operations.Homes;
using Hallmark.Operations.Streams;
using Hallmark.Sources.Streams;
using Hallmark.Sources.Tests.Streams;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>A real broker that dies in the middle.</summary>
public sealed class BrokenBrokerTests
{
    private const int Messages = 400;

    [Fact]
    public async Task Every_message_comes_on_record_once_although_the_broker_is_killed_and_messages_are_sent_again()
    {
        using Acting acting = await Streaming.BeginAsync();
        using var broker = new Broker();
        await broker.KeepForAsync("garden", "sensors/#");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using Workspace workspace = await Workspace.OpenAsync(acting.Home, _ => { }, TimeProvider.System);
        var ingest = Streaming.Ingest(
            new MqttStream(MqttAddress.Find(broker.Address)!, "sensors/#", "garden", _ => { })) with
        {
            NameField = "number", // whoever publishes sends again what the broker died over
            Seconds = 1,
            Told = new Stop(Messages, stop),
        };
        Task<IngestedStream> ingesting = ingest.ExecuteAsync(workspace, stop.Token);

        await PublishAsync(broker, killedAt: [100, 250]);
        IngestedStream taken = await ingesting;

        Assert.Equal((Messages, 0), (taken.Taken, taken.Rejected));
        Assert.Equal(
            Enumerable.Range(0, Messages).Select(number => (long)number),
            (await acting.OnRecordAsync()).SelectMany(batch => batch).Order());
    }

    private static async Task PublishAsync(Broker broker, int[] killedAt)
    {
        IMqttClient client = await broker.ConnectAsync();
        for (int number = 0; number < Messages;)
        {
            if (killedAt.Contains(number) && client.IsConnected)
            {
                killedAt = [.. killedAt.Where(at => at != number)];
                broker.Kill();
                broker.Start();
                client.Dispose();
                client = await broker.ConnectAsync();
                number = 0; // Mosquitto writes to disk a moment after it acknowledges: what it lost of that, its publisher sends again
            }
            try
            {
                await Broker.PublishAsync(client, "sensors/a", Streaming.Reading(number));
                number++;
            }
            catch (MqttCommunicationException)
            {
                client.Dispose();
                client = await broker.ConnectAsync();
            }
        }
        client.Dispose();
    }

    /// <summary>Ends the stream when so many messages are on record.</summary>
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
