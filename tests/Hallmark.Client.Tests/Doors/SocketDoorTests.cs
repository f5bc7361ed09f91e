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
        SocketDoor door = (await SocketDoor.FindAsync(Path.Combine(_path, "door"), reader.Follow, CancellationToken.None))!;
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
