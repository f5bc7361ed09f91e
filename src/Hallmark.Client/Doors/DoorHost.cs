using System.Net.Sockets;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Client.Doors;

/// <summary>
/// Lets other processes of the same home hand statements in to the ledger that this one writes, through a Unix socket that only the home's
/// owner may use. It checks nothing but who is there: the ledger's own door checks statements. A process that does not take its answers is
/// sent away: whatever it does, the others and this one's end do not wait for it.
/// </summary>
public sealed class DoorHost : IAsyncDisposable
{
    private static readonly TimeSpan GreetingTime = TimeSpan.FromSeconds(5);

    /// <summary>How long a process may let an answer lie.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    /// <summary>How many statements of one process may wait for their answers; more are not read.</summary>
    private const int WaitingLimit = 4096;

    private readonly IStatementDoor _door;
    private readonly UnixListener _listener;
    private readonly string _path;
    private readonly CancellationTokenSource _closing = new();
    private readonly HashSet<Task> _connections = [];
    private readonly Task _accepting;

    /// <param name="door">Where the statements go.</param>
    /// <param name="path">Of the socket; one that is left over from a process that died is replaced.</param>
    /// <exception cref="IOException">No socket can be made there, or something else stands there, which is left as it is.</exception>
    public DoorHost(IStatementDoor door, string path)
    {
        (_door, _path) = (door, path);
        UnixSocket.RemoveDead(path);
        _listener = UnixSocket.Listen(path);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Takes no more statements, answers those that it has, and removes the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        if (FileFacts.Find(_path) is { Kind: FileKind.Socket })
        {
            File.Delete(_path); // first, so that nobody comes who would be sent away
        }
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(Connections()).ConfigureAwait(false);
        _closing.Dispose();
    }

    private Task[] Connections()
    {
        lock (_connections)
        {
            return [.. _connections];
        }
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false);
                Track(Task.Run(() => ServeAsync(socket)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Closing, or one who came and went: the loop looks which.
            }
        }
    }

    private void Track(Task connection)
    {
        lock (_connections)
        {
            _connections.RemoveWhere(task => task.IsCompleted);
            _connections.Add(connection);
        }
    }

    /// <summary>Serves one process until it goes or this one closes. Whatever it sends, nobody else is harmed by it.</summary>
    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var answers = new List<Task>();
        using var writing = new SemaphoreSlim(1);
        using var room = new SemaphoreSlim(WaitingLimit);
        try
        {
            if (!await GreetAsync(socket, stream).ConfigureAwait(false))
            {
                return;
            }
            while (await DoorProtocol.ReadRequestAsync(stream, _closing.Token).ConfigureAwait(false) is ({ } number, { } body))
            {
                await room.WaitAsync(_closing.Token).ConfigureAwait(false);
                answers.RemoveAll(task => task.IsCompleted);
                answers.Add(AnswerAsync(number, body, stream, writing, room));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or MalformedException
            or OperationCanceledException or ObjectDisposedException)
        {
            // It went, or spoke another language, or this process closes: what was handed in is answered below all the same.
        }
        await Task.WhenAll(answers).ConfigureAwait(false);
    }

    private async Task<bool> GreetAsync(Socket socket, NetworkStream stream)
    {
        if (DoorProtocol.PeerOf(socket).User is var user && user != UnixSocket.User && user != 0)
        {
            return false;
        }
        using var time = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        time.CancelAfter(GreetingTime);
        await stream.WriteAsync(DoorProtocol.Greeting(_door.View.Id), time.Token).ConfigureAwait(false);
        byte[] greeting = new byte[DoorProtocol.GreetingSize];
        await stream.ReadExactlyAsync(greeting, time.Token).ConfigureAwait(false);
        return DoorProtocol.Problem(greeting, _door.View.Id) is null;
    }

    private async Task AnswerAsync(uint number, byte[] body, NetworkStream stream, SemaphoreSlim writing, SemaphoreSlim room)
    {
        byte[] answer;
        try
        {
            answer = DoorProtocol.ToBytes(await _door.SubmitAsync(Statement.Read(body), CancellationToken.None).ConfigureAwait(false));
        }
        catch (MalformedException e)
        {
            answer = DoorProtocol.ToBytes(new Submission.Refused(e.Message));
        }
        catch (IOException e)
        {
            answer = DoorProtocol.ToBytes(e);
        }
        await writing.WaitAsync().ConfigureAwait(false);
        using var time = new CancellationTokenSource(AnswerTime);
        try
        {
            await stream.WriteAsync(DoorProtocol.Frame(number, answer), time.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Who asked is gone, or takes no answers; what was recorded stays, and who comes back finds it there.
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
            room.Release();
        }
    }
}
