using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Witness;

/// <summary>What a witness answers to a request that could be read; one that could not is answered 400.</summary>
/// <param name="Status">The protocol's HTTP status.</param>
/// <param name="Reason">For people.</param>
public abstract record WitnessDecision(int Status, string Reason)
{
    /// <summary>
    /// Record <paramref name="Checkpoint"/>, in one step with having looked at the record, and only then answer with the cosignature.
    /// </summary>
    public sealed record Cosign(Checkpoint Checkpoint) : WitnessDecision(200, "cosigned");

    /// <summary>The old size is above the checkpoint's.</summary>
    public sealed record BadRequest(string Why) : WitnessDecision(400, Why);

    /// <summary>No key that is trusted for this log signed the checkpoint.</summary>
    public sealed record Forbidden(string Why) : WitnessDecision(403, Why);

    /// <summary>The origin is none that this witness knows.</summary>
    public sealed record UnknownLog() : WitnessDecision(404, "this log is not known here");

    /// <summary>The log must begin at <paramref name="Recorded"/>: answer <see cref="Body"/>, as <see cref="ContentType"/>.</summary>
    public sealed record Conflict(TreeSize Recorded) : WitnessDecision(409, $"size {Recorded} was cosigned last")
    {
        public const string ContentType = "text/x.tlog.size";

        public string Body => $"{Recorded}\n";
    }

    /// <summary>The checkpoint does not continue what was cosigned: a wrong proof, or a log that forked.</summary>
    public sealed record Unprocessable(string Why) : WitnessDecision(422, Why);
}

/// <summary>The checkpoint of a log that a witness has cosigned last.</summary>
public sealed record WitnessRecord(TreeSize Size, Digest Root);

/// <summary>The rules of C2SP tlog-witness, in the order in which they are asked. Pure: the caller keeps records and keys.</summary>
public static class WitnessRules
{
    /// <param name="recorded">What was cosigned last for the checkpoint's origin; null for nothing.</param>
    /// <param name="log">The keys trusted for the checkpoint's origin; null where the origin is not known.</param>
    public static WitnessDecision Decide(WitnessRecord? recorded, AddCheckpointRequest request, IReadOnlyCollection<NoteVerifier>? log)
    {
        Checkpoint checkpoint = request.Checkpoint;
        if (log is null)
        {
            return new WitnessDecision.UnknownLog();
        }
        NoteStatus signed = request.Note.Verify(log).Status;
        if (signed != NoteStatus.Signed)
        {
            return new WitnessDecision.Forbidden(
                signed == NoteStatus.BadSignature ? "the log's signature does not verify" : "no key of the log signed the checkpoint");
        }
        if (request.Old.Value > checkpoint.Size.Value)
        {
            return new WitnessDecision.BadRequest($"old size {request.Old} is above the checkpoint's {checkpoint.Size}");
        }
        TreeSize last = recorded?.Size ?? new TreeSize(0);
        if (request.Old != last)
        {
            return new WitnessDecision.Conflict(last);
        }
        return Fault(recorded?.Root ?? MerkleTree.EmptyRoot, request) is { } fault
            ? new WitnessDecision.Unprocessable(fault)
            : new WitnessDecision.Cosign(checkpoint);
    }

    /// <summary>Why the checkpoint does not continue the recorded one, or null.</summary>
    private static string? Fault(Digest recordedRoot, AddCheckpointRequest request)
    {
        Checkpoint checkpoint = request.Checkpoint;
        if (checkpoint.Size.Value == 0 && checkpoint.Root != MerkleTree.EmptyRoot)
        {
            return "the root of an empty tree is SHA-256 of nothing";
        }
        if (request.Old.Value == 0)
        {
            return request.Proof.Count > 0 ? "nothing is to be proven from size 0" : null;
        }
        var proof = new ConsistencyProof(request.Old, checkpoint.Size, request.Proof);
        return proof.Check(recordedRoot, checkpoint.Root) switch
        {
            ProofStatus.Good => null,
            ProofStatus.RootMismatch when request.Old == checkpoint.Size => "another root was cosigned at this size",
            ProofStatus.RootMismatch => "the proof does not join the cosigned root and this one",
            _ => "the proof has a wrong number of hashes",
        };
    }
}
