using System.Globalization;
using System.Text.Json;
using Hallmark.Files;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Streams;

/// <summary>
/// Messages that were acknowledged and are not on record yet, and the last ones that are, in <c>spool/DATASET/MEMBER/</c>:
/// <code>
/// open                 messages that no batch has yet; what was not written to its end is cut off by the next process
/// cut-000000000007     messages of one batch that is to be registered: nothing changes it any more, so a batch comes out the same
/// done-000000000006    messages of a batch that is on record, kept as long as one of them may come again
/// rejected.jsonl       messages that do not fit, with the reason, and rejected.old.jsonl those before
/// </code>
/// Used by one process (its lock is the caller's); <see cref="Done"/> and <see cref="Read"/> by another thread than the rest.
/// </summary>
internal sealed class Spool : IDisposable
{
    /// <summary>A batch is cut before it has more bytes.</summary>
    public const int CutBytesLimit = 32 << 20;

    /// <summary>Most bytes of each of the two files of rejected messages.</summary>
    public const int RejectedLimit = 32 << 20;

    private const string OpenName = "open";
    private const string CutPrefix = "cut-";
    private const string DonePrefix = "done-";
    private const string RejectedName = "rejected.jsonl";
    private const string RejectedBefore = "rejected.old.jsonl";

    private readonly RegularFiles _files;
    private readonly int _window;
    private readonly Queue<(long Number, int Count)> _done = []; // oldest first
    private readonly MemoryStream _lines = new();
    private AppendFile _open;
    private AppendFile? _rejected;
    private long _next = 1;
    private long _doneCount;

    /// <param name="files">The folder, which is made where it is not there.</param>
    /// <param name="window">How many messages are kept, at least, once they are on record.</param>
    /// <param name="seen">Told every message that is there, oldest first.</param>
    public Spool(RegularFiles files, int window, Action<SpooledMessage> seen)
    {
        (_files, _window) = (files, window);
        DurableDirectory.Create(files.Path, ownerOnly: true);
        foreach ((string name, long number) in Numbered(DonePrefix))
        {
            int count = Look(name, seen);
            _done.Enqueue((number, count));
            _doneCount += count;
            _next = number + 1;
        }
        foreach ((string name, long number) in Numbered(CutPrefix))
        {
            Look(name, seen);
            _next = number + 1;
        }
        _open = AppendFile.Open(_files.PathOf(OpenName));
        Resume(seen);
    }

    /// <summary>Messages that no batch has yet.</summary>
    public int Count { get; private set; }

    /// <summary>The file of the newest messages that do not fit, each line with the reason.</summary>
    public string RejectedFile => _files.PathOf(RejectedName);

    /// <summary>Bytes of the messages that no batch has yet.</summary>
    public long Bytes => _open.Length;

    /// <summary>Messages that are kept and in no batch on record.</summary>
    public long Waiting => Count + Cuts.Sum(number => (long)Read(number).Count);

    /// <summary>Batches that are to be registered, in order.</summary>
    public IReadOnlyList<long> Cuts => [.. Numbered(CutPrefix).Select(cut => cut.Number)];

    /// <summary>Adds messages; they last when this returns.</summary>
    public void Append(IEnumerable<SpooledMessage> messages)
    {
        _lines.SetLength(0);
        foreach (SpooledMessage message in messages)
        {
            message.AppendTo(_lines);
            Count++;
        }
        if (_lines.Length > 0)
        {
            _open.Append(_lines.GetBuffer().AsSpan(0, (int)_lines.Length));
            _open.Flush();
        }
    }

    /// <summary>Makes what is open one batch.</summary>
    /// <returns>Its number in the spool.</returns>
    public long Cut()
    {
        long number = _next++;
        _open.Dispose();
        Move(OpenName, NameOf(CutPrefix, number));
        _open = AppendFile.Open(_files.PathOf(OpenName));
        Count = 0;
        return number;
    }

    /// <summary>The messages of a batch, one on each line.</summary>
    /// <exception cref="HomeFileException">They are not what was written.</exception>
    public (byte[] Lines, int Count) Read(long number)
    {
        string name = NameOf(CutPrefix, number);
        var lines = new MemoryStream();
        int count = Look(name, message =>
        {
            lines.Write(message.Json.Span);
            lines.WriteByte((byte)'\n');
        });
        return (lines.ToArray(), count);
    }

    /// <summary>Says that a batch is on record.</summary>
    public void Done(long number, int count)
    {
        Move(NameOf(CutPrefix, number), NameOf(DonePrefix, number));
        _done.Enqueue((number, count));
        _doneCount += count;
        while (_doneCount - _done.Peek().Count >= _window)
        {
            (long oldest, int messages) = _done.Dequeue();
            DurableFile.Delete(_files, NameOf(DonePrefix, oldest));
            _doneCount -= messages;
        }
    }

    /// <summary>Keeps messages that do not fit, with why; the oldest go where they become too many.</summary>
    public void Reject(IReadOnlyList<(ReadOnlyMemory<byte> Payload, string Reason)> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }
        _rejected ??= AppendFile.Open(_files.PathOf(RejectedName));
        foreach ((ReadOnlyMemory<byte> payload, string reason) in messages)
        {
            byte[] line = JsonSerializer.SerializeToUtf8Bytes(new { reason, payload = Convert.ToBase64String(payload.Span) });
            if (_rejected.Length > 0 && _rejected.Length + line.Length >= RejectedLimit)
            {
                _rejected.Dispose();
                Move(RejectedName, RejectedBefore);
                _rejected = AppendFile.Open(_files.PathOf(RejectedName));
            }
            _rejected.Append([.. line, (byte)'\n']);
        }
        _rejected.Flush();
    }

    public void Dispose()
    {
        _open.Dispose();
        _rejected?.Dispose();
    }

    private static string NameOf(string prefix, long number) => prefix + number.ToString("d12", CultureInfo.InvariantCulture);

    private void Move(string from, string to) => DurableFile.Rename(_files.PathOf(from), _files.PathOf(to));

    private IEnumerable<(string Name, long Number)> Numbered(string prefix) => _files.List()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(name => (name, long.TryParse(name[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && name == NameOf(prefix, number) ? number : throw new HomeFileException(_files.PathOf(name), "is no part of a spool")))
        .OrderBy(file => file.Item2);

    /// <summary>What was not written to its end was not acknowledged; it is kept among what was rejected, whatever it is.</summary>
    private void Resume(Action<SpooledMessage> seen)
    {
        byte[] bytes = Load(OpenName);
        int end = Walk(bytes, message =>
        {
            Count++;
            seen(message);
        });
        if (end < bytes.Length)
        {
            Reject([(bytes.AsMemory(end), "was not written to its end")]);
            _open.CutTo(end);
        }
    }

    private int Look(string name, Action<SpooledMessage> seen)
    {
        int count = 0;
        byte[] bytes = Load(name);
        int end = Walk(bytes, message =>
        {
            count++;
            seen(message);
        });
        return end == bytes.Length ? count : throw new HomeFileException(_files.PathOf(name), $"is damaged at byte {end}");
    }

    /// <returns>Where the first line begins that is none; the length where all are whole.</returns>
    private static int Walk(ReadOnlyMemory<byte> bytes, Action<SpooledMessage> seen)
    {
        int at = 0;
        for (int length; (length = bytes.Span[at..].IndexOf((byte)'\n')) >= 0; at += length + 1)
        {
            if (SpooledMessage.Find(bytes.Slice(at, length)) is not { } message)
            {
                break;
            }
            seen(message);
        }
        return at;
    }

    private byte[] Load(string name) => _files.Read(name, 2 * CutBytesLimit) switch
    {
        FileAnswer<byte[]>.Found found => found.Value,
        FileAnswer<byte[]>.Refused refused => throw new HomeFileException(refused.Path, refused.Reason),
        _ => [],
    };
}
