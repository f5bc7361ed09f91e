using System.Text;
using Hallmark.Sources.Streams;

namespace Hallmark.Sources.Tests.Streams;

/// <summary>The lines of a pipe.</summary>
public sealed class LineStreamTests
{
    [Fact]
    public async Task Each_line_that_is_not_blank_is_a_message_with_or_without_an_end() =>
        Assert.Equal(["a", "b\r", "c"], (await ReadAsync("a\n\n \r\nb\r\nc")).Select(Encoding.UTF8.GetString));

    [Fact]
    public async Task A_line_that_never_ends_takes_no_more_memory_than_a_message_may_have()
    {
        byte[][] lines = await ReadAsync(new string('x', 3 * StreamMessage.Limit) + "\nb");

        Assert.Equal([StreamMessage.Limit + 1, 1], lines.Select(line => line.Length));
    }

    [Theory]
    [InlineData("mqtt://host", "mqtt://host:1883", null, null)]
    [InlineData("mqtts://me:a%40b@host:99/", "mqtts://host:99", "me", "a@b")]
    public void An_address_names_a_broker_and_shows_no_password(string text, string shown, string? user, string? password)
    {
        MqttAddress address = MqttAddress.Find(text)!;

        Assert.Equal((shown, user, password), (address.ToString(), address.User, address.Password));
    }

    [Theory]
    [InlineData("http://host")]
    [InlineData("mqtt://host/topic")]
    [InlineData("mqtt://")]
    [InlineData("host:1883")]
    public void What_is_no_address_of_a_broker_is_none(string text) => Assert.Null(MqttAddress.Find(text));

    private static async Task<byte[][]> ReadAsync(string text)
    {
        var lines = new List<byte[]>();
        var stream = new LineStream("lines", new MemoryStream(Encoding.UTF8.GetBytes(text)));
        await foreach (StreamMessage message in stream.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(message.Payload.ToArray());
        }
        return [.. lines];
    }
}
