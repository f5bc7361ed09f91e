using System.Net;
using System.Net.Sockets;
using System.Text;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;

namespace Hallmark.Node.Tests;

/// <summary>A folder of static files over real HTTP.</summary>
public sealed class LogEndpointsTests : IDisposable
{
    private const string Secret = "not to be served";
    private static readonly string[] Tiles =
    [
        "tile/0/000", "tile/0/x001/067", "tile/0/001.p/188", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/255",
        "tile/7/000.p/1",
    ];

    private static readonly string[] Others =
        ["secret", "log/.publishing", "log/secret", "log/tile/secret", "log/tile/0/000.new", "log/tile/0/1", "log/tile/8/000"];

    private readonly TemporaryFolder _folder = new();

    public LogEndpointsTests()
    {
        foreach (string name in (string[])["checkpoint", "seal", .. Tiles])
        {
            Write("log/" + name, $"bytes of {name}");
        }
        foreach (string name in Others)
        {
            Write(name, Secret);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/logs/one")]
    public async Task Every_file_of_the_log_is_served_with_its_type_and_caching(string prefix)
    {
        await using NodeServer server = await StartAsync(prefix);
        using var client = new HttpClient();
        foreach (string name in (string[])["checkpoint", "seal", .. Tiles])
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(server.Address, $"{prefix}/{name}"));
            Assert.Equal((HttpStatusCode.OK, $"bytes of {name}"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
            (string type, string caching) = name switch
            {
                "checkpoint" => ("text/plain; charset=utf-8", "no-cache"),
                "seal" => ("application/cbor", "no-cache"),
                _ => ("application/octet-stream", "public, max-age=31536000, immutable"),
            };
            Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
            Assert.Equal(caching, string.Join(",", response.Headers.GetValues("Cache-Control")));
            using var head = new HttpRequestMessage(HttpMethod.Head, new Uri(server.Address, $"{prefix}/{name}"));
            using HttpResponseMessage alone = await client.SendAsync(head);
            Assert.Equal((HttpStatusCode.OK, $"bytes of {name}".Length, 0), (
                alone.StatusCode, (int)alone.Content.Headers.ContentLength!, (await alone.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Fact]
    public async Task A_file_that_is_replaced_is_served_anew()
    {
        await using NodeServer server = await StartAsync("");
        using var client = new HttpClient();
        Assert.Equal("bytes of checkpoint", await client.GetStringAsync(new Uri(server.Address, "checkpoint")));
        Write("log/checkpoint.new", "newer");
        File.Move(_folder["log/checkpoint.new"], _folder["log/checkpoint"], overwrite: true);
        Assert.Equal("newer", await client.GetStringAsync(new Uri(server.Address, "checkpoint")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/secret")]
    [InlineData("/.publishing")]
    [InlineData("/tile/secret")]
    [InlineData("/../secret")]
    [InlineData("/tile/../../secret")]
    [InlineData("/%2e%2e/secret")]
    [InlineData("/..%2fsecret")]
    [InlineData("/tile/..%2f..%2fsecret")]
    [InlineData("/tile/0/..%5c..%5csecret")]
    [InlineData("//secret")]
    [InlineData("/tile/0/000%00")]
    [InlineData("/tile/0/000.new")]
    [InlineData("/tile/0/1")]
    [InlineData("/tile/8/000")]
    [InlineData("/tile/00/000")]
    [InlineData("/tile/0/x000/067")]
    [InlineData("/tile/0/000.p/0")]
    [InlineData("/tile/0/000.p/256")]
    [InlineData("/tile/0/000.p/1")]
    [InlineData("/tile/0/002")]
    [InlineData("/tile/0")]
    [InlineData("/tile/0/000/")]
    [InlineData("/CHECKPOINT")]
    [InlineData("/checkpoint/")]
    [InlineData("/tile/0/001.p")]
    public async Task Anything_else_is_not_there(string target)
    {
        await using NodeServer server = await StartAsync("");
        string answer = await RawAsync(server, $"GET {target} HTTP/1.1");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Only_reading_is_allowed(string method)
    {
        await using NodeServer server = await StartAsync("");
        Assert.StartsWith("HTTP/1.1 405 ", await RawAsync(server, $"{method} /checkpoint HTTP/1.1"), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["log/checkpoint"]));
    }

    [Fact]
    public void The_tiles_of_this_test_are_tiles() => Assert.All(Tiles, tile => Assert.Equal(tile, TileId.Parse(tile).Path));

    [Theory]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://example.com:80")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("ftp://127.0.0.1:0")]
    public async Task An_address_that_cannot_be_listened_on_is_refused(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => NodeServer.StartAsync(new Uri(address), _ => { }));

    [Fact]
    public async Task An_address_that_is_taken_or_another_machines_is_an_error_of_the_system()
    {
        await using NodeServer server = await StartAsync("");
        await Assert.ThrowsAsync<IOException>(() => NodeServer.StartAsync(server.Address, _ => { }));
        await Assert.ThrowsAsync<IOException>(() => NodeServer.StartAsync(new Uri("http://192.0.2.1:0"), _ => { }));
    }

    private Task<NodeServer> StartAsync(string prefix) =>
        NodeServer.StartAsync(new Uri("http://127.0.0.1:0"), routes => LogEndpoints.Map(routes, prefix, new RegularFiles(_folder["log"])));

    /// <summary>As no well-behaved client would send it.</summary>
    private static async Task<string> RawAsync(NodeServer server, string line)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}
