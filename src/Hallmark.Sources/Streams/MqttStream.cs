using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Hallmark.Sources.Streams;

/// <summary>
/// What a broker has for a topic, by MQTT 5 at quality of service 1: the broker sends each message until it is acknowledged, and keeps the
/// session while nobody is connected. A connection that breaks is made again, for as long as it takes.
/// </summary>
public sealed class MqttStream : IMessageStream
{
    /// <summary>Most messages that the broker sends ahead of what is acknowledged.</summary>
    public const ushort AheadLimit = 256;

    /// <summary>Longest packet that is taken: a message beyond <see cref="StreamMessage.Limit"/> is known as such.</summary>
    private const int PacketLimit = 4 << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly MqttAddress _address;
    private readonly string _topic;
    private readonly string _client;
    private readonly Action<string> _warn;

    /// <param name="address">The broker's.</param>
    /// <param name="topic">A topic, or a filter of topics with + and #.</param>
    /// <param name="client">By which the broker knows this session, and whom it keeps messages for; no other program's.</param>
    /// <param name="warn">Told what becomes of the connection.</param>
    public MqttStream(MqttAddress address, string topic, string client, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentException.ThrowIfNullOrEmpty(topic);
        (_address, _topic, _client, _warn) = (address, topic, client, warn);
    }

    public string Name => $"{_address}/{_topic}";

    public async IAsyncEnumerable<StreamMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        bool told = false;
        for (bool first = true; ; first = false)
        {
            // A client for each connection: what came by one is never acknowledged by another, where its number may be another message's.
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            Channel<StreamMessage> messages = Listen(client);
            string? problem = await TryConnectAsync(client, first, cancellation).ConfigureAwait(false);
            if (problem is null)
            {
                told = false;
                await foreach (StreamMessage message in messages.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
                {
                    yield return message;
                }
                problem = "the connection broke";
            }
            if (!told)
            {
                _warn($"{_address}: {problem}; trying again until it works");
                told = true;
            }
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    private static Channel<StreamMessage> Listen(IMqttClient client)
    {
        var messages = Channel.CreateBounded<StreamMessage>(AheadLimit);
        client.ApplicationMessageReceivedAsync += async received =>
        {
            received.AutoAcknowledge = false;
            try
            {
                await messages.Writer.WriteAsync(MessageOf(received)).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                // The connection is gone; the broker sends it again by the next one.
            }
        };
        client.DisconnectedAsync += _ =>
        {
            messages.Writer.TryComplete();
            return Task.CompletedTask;
        };
        return messages;
    }

    private static StreamMessage MessageOf(MqttApplicationMessageReceivedEventArgs received)
    {
        ReadOnlySequence<byte> payload = received.ApplicationMessage.Payload;
        return new StreamMessage(payload.Slice(0, Math.Min(payload.Length, StreamMessage.Limit + 1)).ToArray())
        {
            Packet = received.PacketIdentifier,
            IsAgain = received.ApplicationMessage.Dup,
            AcknowledgeAsync = async cancellation =>
            {
                try
                {
                    await received.AcknowledgeAsync(cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (e is MqttCommunicationException or InvalidOperationException or NullReferenceException
                    || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
                {
                    // The connection is gone, which the library says in many ways; the broker sends it again, and then it is known.
                }
            },
        };
    }

    /// <returns>Null where it is connected and has subscribed; otherwise why not.</returns>
    /// <exception cref="StreamException">The broker refuses.</exception>
    private async Task<string?> TryConnectAsync(IMqttClient client, bool first, CancellationToken cancellation)
    {
        try
        {
            MqttClientConnectResult connected = await client.ConnectAsync(Options(), cancellation).ConfigureAwait(false);
            if (connected.ResultCode is MqttClientConnectResultCode.ServerUnavailable or MqttClientConnectResultCode.ServerBusy)
            {
                return "the broker has no time";
            }
            if (connected.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw new StreamException($"{_address}: the broker refuses: {connected.ResultCode}");
            }
            if (!first && !connected.IsSessionPresent)
            {
                _warn($"{_address}: the broker kept no session; what was published since the connection broke is lost");
            }
            var filter = new MqttTopicFilter
            {
                Topic = _topic,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                RetainHandling = MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly,
            };
            MqttClientSubscribeResult subscribed = await client
                .SubscribeAsync(new MqttClientSubscribeOptions { TopicFilters = [filter] }, cancellation).ConfigureAwait(false);
            MqttClientSubscribeResultCode code = subscribed.Items.First().ResultCode;
            return code is MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2
                ? null
                : throw new StreamException($"{_address}: the broker does not give '{_topic}' at quality of service 1: {code}");
        }
        catch (Exception e) when (e is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            return e.InnerException?.Message ?? e.Message;
        }
    }

    private MqttClientOptions Options()
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer(_address.Host, _address.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(_client)
            .WithCleanStart(false)
            .WithSessionExpiryInterval(uint.MaxValue)
            .WithReceiveMaximum(AheadLimit)
            .WithMaximumPacketSize(PacketLimit)
            .WithTlsOptions(tls => tls.UseTls(_address.IsEncrypted));
        return (_address.User is null ? options : options.WithCredentials(_address.User, _address.Password)).Build();
    }
}
