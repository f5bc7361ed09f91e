using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>Where a proposal stands.</summary>
public enum ProposalStatus
{
    Open,

    /// <summary>Approved by the quorum; it holds from the block that the event names.</summary>
    Enacted,
    Rejected,

    /// <summary>Approved by the quorum, but the rules no longer allowed it by then.</summary>
    Failed,
}

/// <summary>A change of membership, roles, policies or the amount of credits that waits for the admins' quorum.</summary>
/// <param name="Kind">Kind of the statement that proposed it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Payload">
/// The proposing statement's payload while it is open; empty afterwards: entry <paramref name="Entry"/> has it.
/// </param>
/// <param name="Statement">Id of the proposing statement; null where it was made under rules before 8.</param>
/// <param name="Approvals">Admins for it, the proposer first; each once.</param>
public sealed record ProposalState(
    long Number, string Kind, string Subject, byte[] Payload, string Proposer, IReadOnlyList<string> Approvals,
    IReadOnlyList<string> Rejections,
    ProposalStatus Status, string Reason, EntryIndex Entry, Digest? Statement = null) : IStateRecord<ProposalState>
{
    private const int VoterLimit = 1000;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Integer("number", Number)
        .Text("kind", Kind)
        .Text("subject", Subject)
        .Bytes("payload", Payload)
        .Text("proposer", Proposer)
        .Texts("approvals", Approvals)
        .Texts("rejections", Rejections)
        .Integer("status", (long)Status)
        .Text("reason", Reason)
        .Entry("entry", Entry)
        .Digest("statement", Statement);

    public static ProposalState Read(CborMap map) => new(
        map.Integer("number"), map.Text("kind"), map.Text("subject"), map.Bytes("payload"), map.Text("proposer"),
        map.Texts("approvals", VoterLimit), map.Texts("rejections", VoterLimit),
        (ProposalStatus)map.Integer("status", 0, 3), map.Text("reason", 4096), map.Entry("entry"),
        map.OptionalDigest("statement"));
}
