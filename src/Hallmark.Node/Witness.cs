using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Witness;

namespace Hallmark.Node;

/// <summary>
/// A witness for other logs (C2SP tlog-witness): cosigns a checkpoint only where it continues the one that was cosigned last for its
/// origin, and records it before anybody gets the cosignature. Safe for use by several threads.
/// </summary>
public sealed class Witness : IDisposable
{
    private readonly string _name;
    private readonly Ed25519Key _key;
    private readonly WitnessStore _store;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, Log> _logs;

    /// <param name="name">The witness's.</param>
    /// <param name="key">Kept by the caller.</param>
    /// <param name="logs">Keys of the logs to cosign; a key's name is its log's origin, and a log may have several keys.</param>
    /// <param name="store">Kept by the caller.</param>
    /// <param name="clock">For the times in cosignatures.</param>
    /// <exception cref="MalformedException">
    /// The name cannot be one, a key is another witness's, or what is recorded for a log is not what this witness wrote: it must
    /// be repaired by hand, as going on without it could cosign two histories.
    /// </exception>
    public Witness(string name, Ed25519Key key, IEnumerable<NoteKey> logs, WitnessStore store, TimeProvider clock)
    {
        (_name, _key, _store, _clock) = (name, key, store, clock);
        Key = Cosignature.KeyOf(name, key);
        _logs = logs.GroupBy(log => log.Name).ToDictionary(group => group.Key, Open);
    }

    /// <summary>By which cosignatures are verified.</summary>
    public NoteKey Key { get; }

    /// <summary>Answers one <c>add-checkpoint</c>.</summary>
    /// <param name="body">As it came.</param>
    /// <exception cref="IOException">The record could not be written; there is no cosignature.</exception>
    public WitnessAnswer AddCheckpoint(ReadOnlySpan<byte> body)
    {
        AddCheckpointRequest request;
        try
        {
            request = AddCheckpointRequest.Read(body);
        }
        catch (MalformedException e)
        {
            return WitnessAnswer.Text(400, e.Message);
        }
        if (!_logs.TryGetValue(request.Checkpoint.Origin, out Log? log))
        {
            return WitnessAnswer.Of(WitnessRules.Decide(null, request, null));
        }
        lock (log.Turn) // looking the record up and replacing it is one step
        {
            return Answer(log, request);
        }
    }

    /// <summary>The checkpoint that was cosigned last for a log, with this witness's signature and the log's; null for none.</summary>
    /// <param name="id">As <see cref="WitnessStore.IdOf"/> writes it.</param>
    public SignedNote? Latest(string id) =>
        _logs.FirstOrDefault(log => WitnessStore.IdOf(log.Key) == id).Value is { } found ? Volatile.Read(ref found.Latest) : null;

    public void Dispose()
    {
        foreach (NoteVerifier verifier in _logs.Values.SelectMany(log => log.Keys))
        {
            verifier.Dispose();
        }
    }

    private WitnessAnswer Answer(Log log, AddCheckpointRequest request)
    {
        WitnessDecision decision = WitnessRules.Decide(RecordOf(log.Latest), request, log.Keys);
        if (decision is not WitnessDecision.Cosign)
        {
            return WitnessAnswer.Of(decision);
        }
        NoteSignature cosignature = Cosignature.Sign(_key, _name, request.Note.Text, _clock.GetUtcNow().ToUnixTimeSeconds());
        // Signatures by others are nobody's word here: they are not kept.
        IEnumerable<NoteSignature> verified = request.Note.Signatures.Where(signature => log.Keys.Any(key => key.Knows(signature)));
        SignedNote cosigned = (request.Note with { Signatures = [.. verified] }).With([cosignature]);
        _store.Record(request.Checkpoint.Origin, cosigned);
        Volatile.Write(ref log.Latest, cosigned);
        return WitnessAnswer.Text(200, cosignature.ToLine());
    }

    private static WitnessRecord? RecordOf(SignedNote? note) =>
        note is not null && Checkpoint.Read(note.Text) is var checkpoint ? new WitnessRecord(checkpoint.Size, checkpoint.Root) : null;

    private Log Open(IGrouping<string, NoteKey> keys)
    {
        if (keys.Any(key => key.Type == NoteKeyType.Cosignature))
        {
            throw new MalformedException("log key", $"{MalformedException.Printable(keys.Key)} is a witness's key (type 4), not a log's");
        }
        SignedNote? latest = _store.Find(keys.Key);
        if (latest is not null)
        {
            RequireOwn(keys.Key, latest);
        }
        return new Log([.. keys.Distinct().Select(key => new NoteVerifier(key))]) { Latest = latest };
    }

    private void RequireOwn(string origin, SignedNote note)
    {
        using var own = new NoteVerifier(Key);
        if (note.Verify(own).Status != NoteStatus.Signed || Checkpoint.Read(note.Text).Origin != origin)
        {
            string log = MalformedException.Printable(origin);
            throw new MalformedException(_store.PathOf(origin), $"is not a checkpoint of {log} that this witness cosigned");
        }
    }

    private sealed class Log(IReadOnlyList<NoteVerifier> keys)
    {
        public SignedNote? Latest;

        public IReadOnlyList<NoteVerifier> Keys { get; } = keys;

        public Lock Turn { get; } = new();
    }
}

/// <summary>An HTTP answer of the protocol.</summary>
/// <param name="Status">As C2SP tlog-witness lists them.</param>
public sealed record WitnessAnswer(int Status, string ContentType, string Body)
{
    public static WitnessAnswer Text(int status, string body) => new(status, "text/plain; charset=utf-8", body);

    /// <summary>For everything but a cosignature, which is the caller's to make.</summary>
    public static WitnessAnswer Of(WitnessDecision decision) => decision is WitnessDecision.Conflict conflict
        ? new WitnessAnswer(conflict.Status, WitnessDecision.Conflict.ContentType, conflict.Body)
        : Text(decision.Status, decision.Reason + "\n");
}
