using System.Collections.Concurrent;
using System.Net.Sockets;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Client.Doors;

/// <summary>
/// The door of a process beside the one that writes the ledger: it hands statements in through the home's socket and reads the ledger's
/// file. It waits for the writer as long as its caller does.
/// </summary>
public sealed class SocketDoor : IStatementDoor
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly LedgerFollower _follower;
    private readonly Lock _following = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<byte[]>> _waiting = new();
    private readonly Task _reading;
    private uint _number;
    private volatile DoorClosedException? _closed;

    private SocketDoor(Socket socket, NetworkStream stream, LedgerFollower follower)
    {
        (_socket, _stream, _follower) = (socket, stream, follower);
        Writer = DoorProtocol.PeerOf(socket).Process;
        _reading = Task.Run(ReadAnswersAsync);
    }

    /// <param name="path">Of the socket.</param>
    /// <param name="follow">Opens the ledger for reading; the follower is closed with the door.</param>
    /// <param name="met">Told the process that listens there, before it has answered anything.</param>
    /// <returns>Null where nobody listens there.</returns>
    /// <exception cref="IOException">Somebody does, but not as the door of this ledger.</exception>
    public static async Task<SocketDoor?> FindAsync(
        string path, Func<LedgerFollower> follow, Action<int> met, CancellationToken cancellation)
    {
        if (UnixSocket.Connect(path) is not { } socket)
        {
            return null;
        }
        var stream = new NetworkStream(socket, ownsSocket: true);
        LedgerFollower? follower = null;
        try
        {
            (int process, uint user) = DoorProtocol.PeerOf(socket);
            met(process);
            if (user != UnixSocket.User && user != 0 && UnixSocket.User != 0)
            {
                throw new IOException($"{path}: is the door of user {user}, not of this one");
            }
            follower = follow();
            byte[] greeting = new byte[DoorProtocol.GreetingSize];
            await stream.WriteAsync(DoorProtocol.Greeting(follower.View.Id), cancellation).ConfigureAwait(false);
            int read = await stream.ReadAtLeastAsync(greeting, greeting.Length, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            if (read < greeting.Length)
            {
                Close();
                return null; // it is just closing
            }
            return DoorProtocol.Problem(greeting, follower.View.Id) is not { } problem
                ? new SocketDoor(socket, stream, follower)
                : throw new IOException($"{path}: {problem}");
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            Close();
            return null;
        }
        catch
        {
            Close();
            throw;
        }

        void Close()
        {
            follower?.Dispose();
            stream.Dispose();
        }
    }

    /// <summary>The process that writes the ledger.</summary>
    public int Writer { get; }

    public LedgerView View => _follower.View;

    public void CatchUp()
    {
        lock (_following)
        {
            _follower.CatchUp();
        }
    }

    public async Task<Submission> SubmitAsync(Statement statement, CancellationToken cancellation)
    {
        uint number = Interlocked.Increment(ref _number);
        var waiting = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = waiting;
        try
        {
            await SendAsync(DoorProtocol.Frame(number, statement.Bytes.Span), cancellation).ConfigureAwait(false);
            if (_closed is { } closed)
            {
                throw new DoorClosedException(closed.Message, closed.InnerException);
            }
            byte[] answer = await waiting.Task.WaitAsync(cancellation).ConfigureAwait(false);
            return Seen(DoorProtocol.ReadAnswer(answer, statement));
        }
        catch (ObjectDisposedException e)
        {
            // Answered just when the door was closed: the statement is on record, but this view of the ledger no longer shows it.
            throw new DoorClosedException("the door was closed", e);
        }
        catch (MalformedException e)
        {
            throw new IOException($"the process that writes the ledger answered with what is no answer: {e.Message}", e);
        }
        finally
        {
            _waiting.TryRemove(number, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _closed ??= new DoorClosedException("the door was closed");
        _socket.Dispose();
        await _reading.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        // _writing stays: whoever waits for its turn to write must get it, to learn that the door is closed; disposing would forget them.
        lock (_following)
        {
            _follower.Dispose();
        }
    }

    private async Task SendAsync(byte[] frame, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(frame, CancellationToken.None).ConfigureAwait(false); // never half a frame
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new DoorClosedException("the process that wrote the ledger has gone", e);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>What is answered shows in the view.</summary>
    private Submission Seen(Submission submission)
    {
        BlockHeight? height = submission switch
        {
            Submission.Accepted accepted => accepted.Height,
            Submission.Denied denied => denied.Height,
            _ => null,
        };
        lock (_following)
        {
            if (height > _follower.View.Last.Height)
            {
                _follower.CatchUp();
            }
        }
        return submission;
    }

    private async Task ReadAnswersAsync()
    {
        Exception? failure = null;
        try
        {
            while (await DoorProtocol.ReadAnswerAsync(_stream, CancellationToken.None).ConfigureAwait(false) is ({ } number, { } body))
            {
                if (_waiting.TryRemove(number, out TaskCompletionSource<byte[]>? waiting))
                {
                    waiting.TrySetResult(body);
                }
            }
        }
        catch (Exception e) when (e is IOException or MalformedException or ObjectDisposedException)
        {
            failure = e;
        }
        _closed ??= new DoorClosedException("the process that wrote the ledger has gone", failure);
        foreach (TaskCompletionSource<byte[]> waiting in _waiting.Values)
        {
            waiting.TrySetException(new DoorClosedException(_closed.Message, failure));
        }
    }
}
