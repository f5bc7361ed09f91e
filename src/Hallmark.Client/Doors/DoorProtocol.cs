using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Client.Doors;

/// <summary>
/// What two processes of one home say to each other through its socket. Numbers are big-endian.
/// <code>
/// greeting, both ways, once   8 bytes "hallmark", 2 bytes version (1), 32 bytes ledger id
/// request                     4 bytes length of what follows, 4 bytes number, the statement
/// answer                      4 bytes length of what follows, 4 bytes number of the request, CBOR map:
///   "status"   text: accepted, denied, refused or failed
///   "entry"    unsigned: entry, where it is on record
///   "height"   unsigned: its block
///   "outcome"  bytes: outcome as the block records it
///   "reason"   text: why it was refused, or what failed
/// </code>
/// Answers come in any order. Either side may end the connection at any time; what was not answered then may be on record.
/// </summary>
internal static class DoorProtocol
{
    public const int GreetingSize = 8 + 2 + Digest.Size;

    private const int Version = 1;
    private const int HeadSize = 8;
    private const int AnswerLimit = 1 << 20;
    private const int ReasonLimit = 4096;

    // Linux: getsockopt(SOL_SOCKET, SO_PEERCRED) gives struct ucred { pid, uid, gid }.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    public static byte[] Greeting(Digest ledger)
    {
        byte[] greeting = new byte[GreetingSize];
        "hallmark"u8.CopyTo(greeting);
        BinaryPrimitives.WriteUInt16BigEndian(greeting.AsSpan(8), Version);
        ledger.CopyTo(greeting.AsSpan(10));
        return greeting;
    }

    /// <summary>Why the other side's greeting is not that of a door of this ledger, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> greeting, Digest ledger) =>
        !greeting[..8].SequenceEqual("hallmark"u8) ? "is no door of a ledger"
        : BinaryPrimitives.ReadUInt16BigEndian(greeting[8..]) is var version && version != Version
            ? $"speaks version {version} of the protocol, this program speaks {Version}"
        : Digest.FromBytes(greeting[10..]) != ledger ? "is the door of another ledger"
        : null;

    /// <summary>Who is at the other end of a Unix socket, as the kernel knows it.</summary>
    public static (int Process, uint User) PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return (MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]));
    }

    public static byte[] Frame(uint number, ReadOnlySpan<byte> body)
    {
        byte[] frame = new byte[HeadSize + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)(4 + body.Length));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), number);
        body.CopyTo(frame.AsSpan(HeadSize));
        return frame;
    }

    /// <summary>The next request; null where the other side has ended the connection.</summary>
    /// <exception cref="MalformedException">No request of this protocol.</exception>
    public static Task<(uint Number, byte[] Body)?> ReadRequestAsync(Stream stream, CancellationToken cancellation) =>
        ReadFrameAsync(stream, Statement.MaxBytes, cancellation);

    /// <summary>The next answer; null where the other side has ended the connection.</summary>
    /// <exception cref="MalformedException">No answer of this protocol.</exception>
    public static Task<(uint Number, byte[] Body)?> ReadAnswerAsync(Stream stream, CancellationToken cancellation) =>
        ReadFrameAsync(stream, AnswerLimit, cancellation);

    public static byte[] ToBytes(Submission submission) => submission switch
    {
        Submission.Accepted accepted => Recorded("accepted", accepted.Entry, accepted.Height, accepted.Outcome),
        Submission.Denied denied => Recorded("denied", denied.Entry, denied.Height, denied.Outcome),
        Submission.Refused refused => Unrecorded("refused", refused.Reason),
        _ => throw new ArgumentException("There is no other answer.", nameof(submission)),
    };

    public static byte[] ToBytes(IOException failure) => Unrecorded("failed", failure.Message);

    /// <param name="statement">What was handed in.</param>
    /// <exception cref="MalformedException">No answer.</exception>
    /// <exception cref="IOException">The answer is that the ledger could not be written.</exception>
    public static Submission ReadAnswer(byte[] body, Statement statement)
    {
        CborMap map = CborMap.Read(body, "answer");
        string status = map.Text("status", 16);
        Submission submission = status switch
        {
            "accepted" => new Submission.Accepted(map.Entry("entry"), map.Height("height"), statement, ReadOutcome(map)),
            "denied" => new Submission.Denied(map.Entry("entry"), map.Height("height"), ReadOutcome(map)),
            "refused" => new Submission.Refused(map.Text("reason", ReasonLimit)),
            "failed" => throw new IOException(map.Text("reason", ReasonLimit)),
            _ => throw new MalformedException("answer.status", $"is '{status}'"),
        };
        map.End();
        return submission;
    }

    private static Outcome ReadOutcome(CborMap map) => Outcome.Read(map.Bytes("outcome", AnswerLimit));

    private static byte[] Recorded(string status, EntryIndex entry, BlockHeight height, Outcome outcome) => new CborMapWriter()
        .Text("status", status).Entry("entry", entry).Height("height", height).Bytes("outcome", outcome.ToBytes()).ToBytes();

    private static byte[] Unrecorded(string status, string reason) =>
        new CborMapWriter().Text("status", status).Text("reason", reason.Length <= ReasonLimit ? reason : reason[..ReasonLimit]).ToBytes();

    private static async Task<(uint Number, byte[] Body)?> ReadFrameAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        byte[] head = new byte[HeadSize];
        if (await stream.ReadAtLeastAsync(head, HeadSize, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < HeadSize)
        {
            return null;
        }
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length < 4 || length - 4 > limit)
        {
            throw new MalformedException("frame length", $"is {length}, outside 4 to {limit + 4}");
        }
        byte[] body = new byte[length - 4];
        return await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false) == body.Length
            ? (BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)), body)
            : null;
    }
}
