using System.Diagnostics;
using System.Net.Http.Headers;
using Hallmark.Api;
using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Members;
using Hallmark.Evidence.Cose;
using Hallmark.Node.Api;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Node.Bench;

/// <summary>
/// What HTTP costs: signed statements handed in by so many at once, in this process and over loopback, in turns on one ledger, so that both
/// meet the same machine. Each is durable when it is answered. Signing is off the clock.
/// </summary>
public sealed record NodeBench
{
    private const int Rounds = 5;
    private const int ConnectionsMax = 900; // a node takes 1,000
    private const int StatementsMax = 1_000_000;
    private const string Sender = "alice";
    private const string Receiver = "bob";

    /// <summary>Statements of each of the two ways, at least one for each connection and round.</summary>
    public int Statements { get; init; } = 20_000;

    /// <summary>How many hand in at once.</summary>
    public int Connections { get; init; } = 64;

    /// <param name="clock">Of the ledger.</param>
    /// <param name="cancellation">Stops between statements.</param>
    /// <exception cref="UsageException">So many cannot be handed in.</exception>
    public async Task<NodeBenchAnswer> RunAsync(TimeProvider clock, CancellationToken cancellation)
    {
        if (Connections is < 1 or > ConnectionsMax || Statements < Rounds || Statements > StatementsMax)
        {
            throw new UsageException(
                $"there are 1 to {ConnectionsMax} connections and {Rounds} to {StatementsMax} statements to measure with");
        }
        string folder = Directory.CreateTempSubdirectory("hallmark-bench-").FullName;
        try
        {
            return await RunAsync(folder, clock, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<NodeBenchAnswer> RunAsync(string folder, TimeProvider clock, CancellationToken cancellation)
    {
        var home = new Home(Path.Combine(folder, "home"));
        await new CreateLedger("bench", Sender).ExecuteAsync(home, clock).ConfigureAwait(false);
        HomeNode node = await HomeNode.OpenAsync(home, clock, _ => { }, cancellation).ConfigureAwait(false);
        await using (node.ConfigureAwait(false))
        {
            await node.ActAsync(new AddMember(Receiver, [Roles.Reader]) { As = Sender }, cancellation).ConfigureAwait(false);
            await node.ActAsync(new MintCredits(2L * Statements, Sender) { As = Sender }, cancellation).ConfigureAwait(false);
            NodeServer server = await NodeServer.StartAsync(new Uri("http://127.0.0.1:0"), node, home.Log, cancellation)
                .ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                return await MeasureAsync(home, node, server.Address, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<NodeBenchAnswer> MeasureAsync(
        Home home, HomeNode node, Uri address, TimeProvider clock, CancellationToken cancellation)
    {
        using KeySigner key = new HomeKeys(home).Find(Sender)!;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var http = new HttpClient(handler) { BaseAddress = address };
        double inside = 0, outside = 0;
        var taken = new List<double>();
        int each = Statements / Rounds;
        for (int round = 0; round < Rounds; round++)
        {
            inside += await TimeAsync(Sign(each), null, bytes => node.ActAsync(new HandInStatement(bytes), cancellation))
                .ConfigureAwait(false);
            outside += await TimeAsync(Sign(each), taken, bytes => PostAsync(http, bytes, cancellation)).ConfigureAwait(false);
        }
        taken.Sort();
        double of = (double)each * Rounds;
        return NodeBenchAnswer.Of(of / inside, of / outside, 1_000 * taken[(int)(taken.Count * 0.99)], (int)of, Connections);

        byte[][] Sign(int count) => [.. Enumerable.Range(0, count).Select(_ => Payload
            .Sign(new CreditTransfer(Receiver, 1, ""), key, Sender, node.View.Id, clock.GetUtcNow()).Bytes.ToArray())];
    }

    /// <returns>Seconds.</returns>
    private async Task<double> TimeAsync(byte[][] statements, List<double>? taken, Func<byte[], Task> handIn)
    {
        int next = -1;
        long begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            for (int mine; (mine = Interlocked.Increment(ref next)) < statements.Length;)
            {
                long since = Stopwatch.GetTimestamp();
                await handIn(statements[mine]).ConfigureAwait(false);
                if (taken is not null)
                {
                    lock (taken)
                    {
                        taken.Add(Stopwatch.GetElapsedTime(since).TotalSeconds);
                    }
                }
            }
        }))).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task PostAsync(HttpClient http, byte[] statement, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(statement);
        body.Headers.ContentType = new MediaTypeHeaderValue(LedgerRoutes.CoseType);
        using HttpResponseMessage answer = await http.PostAsync("api/statements", body, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }
}
