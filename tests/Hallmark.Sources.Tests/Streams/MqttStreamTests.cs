using System.Text;
using Hallmark.Sources.Streams;
using MQTTnet;

namespace Hallmark.Sources.Tests.Streams;

/// <summary>What a broker has for a topic.</summary>
public sealed class MqttStreamTests
{
    [Fact]
    public async Task What_is_not_acknowledged_comes_again_under_its_number_and_what_is_does_not()
    {
        using var broker = new Broker();
        await ReadAsync(broker, 0, _ => false); // the broker knows the session from now on
        using IMqttClient client = await broker.ConnectAsync();
        foreach (string text in (string[])["a", "b", "c"])
        {
            await Broker.PublishAsync(client, "t/x", text);
        }

        StreamMessage[] first = await ReadAsync(broker, 3, message => TextOf(message) == "a");
        StreamMessage[] second = await ReadAsync(broker, 2, _ => true);

        Assert.Equal(["a", "b", "c"], first.Select(TextOf));
        Assert.Equal(["b", "c"], second.Select(TextOf));
        Assert.All(second, message => Assert.True(message.IsAgain));
        Assert.Equal(first[1..].Select(message => message.Packet), second.Select(message => message.Packet));
    }

    [Fact]
    public async Task A_broker_that_is_not_there_yet_is_waited_for()
    {
        using var broker = new Broker();
        await ReadAsync(broker, 0, _ => false);
        broker.Kill();
        var warned = new TaskCompletionSource<string>();
        using var stop = new CancellationTokenSource();
        Task<StreamMessage[]> reading = ReadAsync(broker, 1, _ => true, text => warned.TrySetResult(text));

        string warning = await warned.Task;
        broker.Start();
        using IMqttClient client = await broker.ConnectAsync();
        await Broker.PublishAsync(client, "t/x", "late");

        Assert.Contains("trying again", warning, StringComparison.Ordinal);
        Assert.Equal("late", TextOf(Assert.Single(await reading)));
    }

    /// <summary>Reads so many messages; none only connects.</summary>
    private static async Task<StreamMessage[]> ReadAsync(
        Broker broker, int count, Func<StreamMessage, bool> acknowledge, Action<string>? warn = null)
    {
        var messages = new List<StreamMessage>();
        var stream = new MqttStream(MqttAddress.Find(broker.Address)!, "t/#", "reader", warn ?? (_ => { }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        if (count == 0)
        {
            stop.CancelAfter(TimeSpan.FromSeconds(1));
        }
        try
        {
            await foreach (StreamMessage message in stream.ReadAsync(stop.Token))
            {
                messages.Add(message);
                if (acknowledge(message))
                {
                    await message.AcknowledgeAsync(stop.Token);
                }
                if (messages.Count == count)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (count == 0)
        {
        }
        return [.. messages];
    }

    private static string TextOf(StreamMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
