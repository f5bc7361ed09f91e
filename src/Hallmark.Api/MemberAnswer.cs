using System.Text.Json.Serialization;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>The members, as <c>member list</c> answers.</summary>
public sealed record MembersAnswer(IReadOnlyList<MemberAnswer> Members)
{
    public static MembersAnswer Of(IEnumerable<MemberProfile> members) => new([.. members.Select(MemberAnswer.Of)]);
}

/// <summary>A member as it stands in the next block.</summary>
/// <param name="Key">Thumbprint of its key.</param>
/// <param name="Agreement">Thumbprint of its key-agreement key; null where it has none.</param>
/// <param name="From">First block in which its word counts.</param>
/// <param name="Revoked">First block in which it no longer counts.</param>
/// <param name="MeasurementsUpheld">Challenges to its measurements that failed.</param>
/// <param name="MeasurementsOverturned">Challenges to its measurements that did not.</param>
public record MemberAnswer(
    string Member, IReadOnlyList<string> Roles, string Key, string? Agreement, ulong From, ulong? Revoked, long MeasurementsUpheld,
    long MeasurementsOverturned)
{
    public static MemberAnswer Of(MemberProfile member) => new(
        member.State.Name, member.State.Roles, member.State.Key.Thumbprint.ToString(), member.State.Agreement?.Thumbprint.ToString(),
        member.State.From.Value, member.State.Revoked?.Value, member.Reliability.Upheld, member.Reliability.Overturned);
}

/// <summary>A member that was changed, or whose change is proposed.</summary>
public sealed record MemberChangedAnswer : MemberAnswer
{
    private MemberChangedAnswer(MemberAnswer member, long? proposal, string status)
        : base(member) => (Proposal, Status) = (proposal, status);

    /// <summary>Number of the proposal that was made; null where it is done.</summary>
    [JsonPropertyOrder(1)]
    public long? Proposal { get; }

    /// <summary>enacted or open.</summary>
    [JsonPropertyOrder(1)]
    public string Status { get; }

    /// <summary>What the member itself changed: nobody is asked.</summary>
    public static MemberChangedAnswer Done(MemberProfile member) =>
        new(MemberAnswer.Of(member), null, Words.Of(Contracts.Governance.ProposalStatus.Enacted));

    /// <returns>A <see cref="MemberProposedAnswer"/> where it is not a member yet.</returns>
    public static object Of(MemberChanged changed) => changed.Profile is { } profile
        ? new MemberChangedAnswer(MemberAnswer.Of(profile), changed.Outcome.Proposal, Words.Of(changed.Outcome.Status))
        : new MemberProposedAnswer(changed.Member, changed.Outcome.Proposal, Words.Of(changed.Outcome.Status));
}

/// <summary>Somebody who is to become a member.</summary>
public sealed record MemberProposedAnswer(string Member, long? Proposal, string Status);
