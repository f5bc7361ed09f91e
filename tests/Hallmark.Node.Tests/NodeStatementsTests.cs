using System.Formats.Cbor;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Actions;

namespace Hallmark.Node.Tests;

/// <summary>Statements handed in over HTTP: taken once, denied on record, refused with a reason; and followed as they come.</summary>
public sealed class NodeStatementsTests : IAsyncLifetime
{
    private ServedHome _home = null!;

    public async ValueTask InitializeAsync() => _home = await ServedHome.StartAsync();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task A_statement_is_taken_once_and_again_gets_the_same_answer()
    {
        byte[] grant = Grant("garden");
        (HttpStatusCode status, JsonNode first) = await PostAsync(grant);
        (HttpStatusCode again, JsonNode second) = await PostAsync(grant);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (status, again));
        Assert.Equal((false, true), ((bool)first["repeated"]!, (bool)second["repeated"]!));
        Assert.Equal((ulong)first["entry"]!, (ulong)second["entry"]!);
        Assert.Equal((ulong)first["entry"]! + 1, _home.Node.View.Size.Value);
    }

    [Fact]
    public async Task The_same_statement_from_many_at_once_is_on_record_once()
    {
        byte[] grant = Grant("garden");
        (HttpStatusCode Status, JsonNode Answer)[] all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => PostAsync(grant)));
        Assert.All(all, one => Assert.Equal(HttpStatusCode.Created, one.Status));
        Assert.Single(all.Select(one => (ulong)one.Answer["entry"]!).Distinct());
    }

    [Fact]
    public async Task What_the_rules_forbid_is_denied_on_record_and_says_the_rule()
    {
        (HttpStatusCode status, JsonNode denied) = await PostAsync(Grant("farm"));
        Assert.Equal((HttpStatusCode.Forbidden, false), (status, (bool)denied["accepted"]!));
        Assert.Equal("access.grant.role", (string)denied["rule"]!);
        Assert.Equal((ulong)denied["entry"]! + 1, _home.Node.View.Size.Value);
    }

    [Fact]
    public async Task What_is_no_statement_of_a_member_of_this_ledger_is_refused_and_nothing_is_on_record()
    {
        ulong before = _home.Node.View.Size.Value;
        using var stranger = KeySigner.Create();
        byte[] strange = Sign(new AccessGrant("school", "plants", "study", null), stranger, "garden", _home.Node.View.Id);
        byte[] elsewhere = Sign(new AccessGrant("school", "plants", "study", null), _home.KeyOf("garden"), "garden", Digest.Of("x"u8));
        foreach (byte[] bytes in (byte[][])[[], [1, 2, 3], strange, elsewhere, Grant("garden")[..^1], new byte[Statement.MaxBytes + 1]])
        {
            (HttpStatusCode status, JsonNode problem) = await PostAsync(bytes);
            Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{status}: {problem}");
            Assert.StartsWith("urn:hallmark:problem:", (string)problem["type"]!, StringComparison.Ordinal);
        }
        Assert.Equal(before, _home.Node.View.Size.Value);
    }

    [Fact]
    public async Task The_reference_API_registers_and_answers_with_a_receipt_that_the_ledgers_keys_verify()
    {
        byte[] grant = Grant("garden");
        using HttpResponseMessage created = await RegisterAsync(grant);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        byte[] receipt = await created.Content.ReadAsByteArrayAsync();
        byte[] again = await _home.Http.GetByteArrayAsync(created.Headers.Location);
        Assert.Equal(receipt, again);
        using HttpResponseMessage repeated = await RegisterAsync(grant);
        Assert.Equal((HttpStatusCode.Created, created.Headers.Location), (repeated.StatusCode, repeated.Headers.Location));

        var keys = new CborReader(await _home.Http.GetByteArrayAsync(".well-known/scitt-keys"));
        Assert.Equal(1, keys.ReadStartArray());
        var key = CoseKey.Read(keys.ReadEncodedValue());
        string kid = System.Buffers.Text.Base64Url.EncodeToString(key.Thumbprint.ToArray());
        Assert.Equal(key.Encoded, await _home.Http.GetByteArrayAsync($".well-known/scitt-keys/{kid}"));
        using var verification = new VerificationKey(key);
        Assert.Equal(ReceiptStatus.Registered, Receipt.Read(receipt).Check(Statement.Read(grant).Bytes.Span, verification));
    }

    [Theory]
    [InlineData("entries/abc", 400, "Invalid locator")]
    [InlineData("entries/0000000000000000000000000000000000000000000000000000000000000000", 404, "Not Found")]
    [InlineData(".well-known/scitt-keys/abc", 404, "No such key")]
    public async Task Problems_of_the_reference_API_are_CBOR(string path, int status, string title)
    {
        using HttpResponseMessage response = await _home.Http.GetAsync(path);
        Assert.Equal((status, title), ((int)response.StatusCode, await TitleOfAsync(response)));
    }

    [Fact]
    public async Task What_is_denied_is_rejected_by_the_reference_API_and_stays_failed()
    {
        byte[] forbidden = Grant("farm");
        using HttpResponseMessage rejected = await RegisterAsync(forbidden);
        Assert.Equal((400, "Rejected"), ((int)rejected.StatusCode, await TitleOfAsync(rejected)));
        using HttpResponseMessage asked = await _home.Http.GetAsync($"entries/{Statement.Read(forbidden).Id}");
        Assert.Equal((404, "Registration Failed"), ((int)asked.StatusCode, await TitleOfAsync(asked)));
    }

    [Fact]
    public async Task Whoever_follows_sees_each_block_once_also_after_being_cut_off()
    {
        ulong first = _home.Node.View.Last.Height.Value + 1;
        using StreamReader events = await FollowAsync($"events?from={first}", null);
        await PostAsync(Grant("garden"));
        JsonNode block = await NextAsync(events);
        Assert.Equal((first, "access.grant"), ((ulong)block["height"]!, (string)block["entries"]![0]!["kind"]!));
        await PostAsync(Grant("garden", "study"));
        await _home.Acting.ActAsync(new GrantAccess("school", "plants", "exam", null)); // by another process, through this one's door

        using StreamReader again = await FollowAsync("events", first.ToString());
        Assert.Equal((first + 1, first + 2), ((ulong)(await NextAsync(again))["height"]!, (ulong)(await NextAsync(again))["height"]!));
        Assert.Equal(first + 1, (ulong)(await NextAsync(events))["height"]!);
    }

    [Fact]
    public async Task Measures_say_what_became_of_statements_and_how_high_the_ledger_is()
    {
        byte[] grant = Grant("garden");
        await PostAsync(grant);
        await PostAsync(grant);
        await PostAsync(Grant("farm"));
        await PostAsync([1]);
        string measures = await _home.Http.GetStringAsync("metrics");
        Assert.All(
            ["accepted", "repeated", "denied", "refused"],
            outcome => Assert.Matches($@"(?m)^hallmark_statements_total\{{[^}}]*outcome=""{outcome}""[^}}]*\}} 1\b", measures));
        Assert.Matches($@"(?m)^hallmark_ledger_entries\S* {_home.Node.View.Size.Value}\b", measures);
        Assert.Matches("(?m)^hallmark_statement_duration_seconds_bucket", measures);
        Assert.Matches("(?m)^http_server_request_duration_seconds_count", measures);
    }

    [Fact]
    public async Task Clients_that_trickle_or_say_nonsense_keep_nobody_from_being_answered()
    {
        var idle = new List<TcpClient>();
        for (int i = 0; i < 200; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _home.Address.Port);
            string said = i % 2 == 0 ? "POST /api/statements HTTP/1.1\r\nHost: x\r\nCont" : "\0\u0001nonsense\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(said));
            idle.Add(client);
        }
        (HttpStatusCode status, _) = await PostAsync(Grant("garden"));
        Assert.Equal(HttpStatusCode.Created, status);
        using HttpResponseMessage health = await _home.Http.GetAsync("health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        idle.ForEach(client => client.Dispose());
    }

    private byte[] Grant(string member, string purpose = "research") =>
        Sign(new AccessGrant("school", "plants", purpose, null), _home.KeyOf(member), member, _home.Node.View.Id);

    private static byte[] Sign(AccessGrant grant, KeySigner key, string member, Digest ledger) =>
        Payload.Sign(grant, key, member, ledger, DateTimeOffset.UtcNow).Bytes.ToArray();

    private async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(byte[] statement)
    {
        using var body = Cose(statement);
        using HttpResponseMessage response = await _home.Http.PostAsync("api/statements", body);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    private async Task<HttpResponseMessage> RegisterAsync(byte[] statement)
    {
        using var body = Cose(statement);
        return await _home.Http.PostAsync("entries", body);
    }

    private static ByteArrayContent Cose(byte[] statement)
    {
        var body = new ByteArrayContent(statement);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/cose");
        return body;
    }

    private static async Task<string> TitleOfAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/concise-problem-details+cbor", response.Content.Headers.ContentType?.MediaType);
        var problem = new CborReader(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((2, -1), (problem.ReadStartMap(), problem.ReadInt32()));
        return problem.ReadTextString();
    }

    private async Task<StreamReader> FollowAsync(string path, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }
        HttpResponseMessage response = await _home.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<JsonNode> NextAsync(StreamReader events)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await events.ReadLineAsync(time.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line[6..])!;
            }
        }
        throw new InvalidOperationException("The events ended.");
    }
}
