using System.Net.Sockets;
using Hallmark.Client.Doors;
using Hallmark.Contracts;
using Hallmark.Contracts.Credits;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Client.Tests.Doors;

/// <summary>What becomes of those who hand in at a socket whose other side does not do its part.</summary>
public sealed class SocketDoorTests : IAsyncLifetime
{
    private const int Statements = 3000; // more than a socket's buffers hold
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-door").FullName;
    private Home _home = null!;

    public async ValueTask InitializeAsync()
    {
        _home = new Home(Path.Combine(_path, "home"));
        await new CreateLedger("notes", "alice").ExecuteAsync(_home, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_path, recursive: true);
        return default;
    }

    [Fact]
    public async Task Everybody_who_waits_at_a_door_that_is_closed_is_told_so()
    {
        using var reader = new HomeReader(_home);
        using UnixListener listener = UnixSocket.Listen(Path.Combine(_path, "door"));
        Task<Socket> deaf = GreetAsync(listener, reader.Catalog.Ledger.Id);
        SocketDoor door = (await SocketDoor.FindAsync(Path.Combine(_path, "door"), reader.Follow, _ => { }, CancellationToken.None))!;
        using Socket other = await deaf;
        using KeySigner key = new HomeKeys(_home).Find("alice")!;
        Statement statement = Payload.Sign(
            new CreditMint("alice", 1), key, "alice", reader.Catalog.Ledger.Id, TimeProvider.System.GetUtcNow());
        Task<Submission>[] waiting = [.. Enumerable.Range(0, Statements).Select(_ => door.SubmitAsync(statement, CancellationToken.None))];
        Assert.DoesNotContain(waiting, task => task.IsCompleted);

        await door.DisposeAsync();

        foreach (Task<Submission> task in waiting)
        {
            await Assert.ThrowsAsync<DoorClosedException>(() => task.WaitAsync(Limit));
        }
    }

    [Fact]
    public async Task A_process_that_takes_no_answers_does_not_keep_the_writer_from_closing()
    {
        string path = Path.Combine(_path, "door");
        using var reader = new HomeReader(_home);
        var host = new DoorHost(new RefusingDoor(reader.Catalog.Ledger), path);
        using Socket socket = UnixSocket.Connect(path)!;
        await socket.SendAsync(DoorProtocol.Greeting(reader.Catalog.Ledger.Id));
        Task sending = Task.Run(async () =>
        {
            using KeySigner key = new HomeKeys(_home).Find("alice")!;
            Statement statement = Payload.Sign(
                new CreditMint("alice", 1), key, "alice", reader.Catalog.Ledger.Id, TimeProvider.System.GetUtcNow());
            for (uint i = 0; i < 20_000; i++)
            {
                await socket.SendAsync(DoorProtocol.Frame(i, statement.Bytes.Span));
            }
        });
        await Task.Delay(500, TestContext.Current.CancellationToken); // by now the answers fill the socket, and nobody takes them

        await host.DisposeAsync().AsTask().WaitAsync(Limit);

        Assert.IsType<SocketException>(await Record.ExceptionAsync(() => sending.WaitAsync(Limit)));
        Assert.False(File.Exists(path));
    }

    /// <summary>Lets nothing in.</summary>
    private sealed class RefusingDoor(LedgerView view) : IStatementDoor
    {
        public LedgerView View => view;

        public void CatchUp()
        {
        }

        public Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation) =>
            Task.FromResult<Submission>(new Submission.Refused("closed to all"));

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>Takes one in as the writer does, and then listens to nothing.</summary>
    private static async Task<Socket> GreetAsync(UnixListener listener, Digest ledger)
    {
        Socket socket = await listener.AcceptAsync(CancellationToken.None);
        byte[] greeting = new byte[DoorProtocol.GreetingSize];
        await socket.ReceiveAsync(greeting);
        await socket.SendAsync(DoorProtocol.Greeting(ledger));
        return socket;
    }
}
