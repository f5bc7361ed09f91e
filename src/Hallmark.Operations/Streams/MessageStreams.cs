using Hallmark.Files;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Streams;

/// <summary>What a user names as a stream of messages.</summary>
public static class MessageStreams
{
    /// <param name="source"><c>-</c> for standard input, or the address of a broker (<see cref="MqttAddress"/>).</param>
    /// <param name="topic">Of a broker: a topic, or a filter of topics; null otherwise.</param>
    /// <param name="client">By which the broker knows this stream; null for the name that the opener is given.</param>
    /// <param name="warn">Told what becomes of a connection.</param>
    /// <returns>Opens it, given a name that no other stream has.</returns>
    /// <exception cref="UsageException">It is neither, or the topic is missing or too much.</exception>
    public static Func<string, IMessageStream> Find(string source, string? topic, string? client, Action<string> warn)
    {
        if (source == "-")
        {
            return topic is null && client is null
                ? _ => new LineStream("standard input", InputFiles.OpenStandardInput())
                : throw new UsageException("--topic and --client are a broker's; standard input has none");
        }
        MqttAddress address = MqttAddress.Find(source)
            ?? throw new UsageException("neither - for standard input nor the address of a broker, mqtt[s]://HOST[:PORT]");
        return string.IsNullOrEmpty(topic)
            ? throw new UsageException("--topic: which messages of the broker are taken in?")
            : name => new MqttStream(address, topic, client ?? name, warn);
    }
}
