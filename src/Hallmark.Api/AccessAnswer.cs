using Hallmark.Contracts.Access;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>Who read what, as <c>access</c> answers.</summary>
public sealed record ReadingsAnswer(IReadOnlyList<ReadingAnswer> Readings)
{
    public static ReadingsAnswer Of(IEnumerable<Reading> readings) => new([.. readings.Select(ReadingAnswer.Of)]);
}

/// <summary>That a member read a batch, or wanted to.</summary>
/// <param name="Under">The entry of the grant, "own data or role", or the rule that denied it.</param>
public sealed record ReadingAnswer(ulong Entry, string Time, string Member, string Batch, string Purpose, string Under, bool Denied)
{
    public static ReadingAnswer Of(Reading reading) => new(
        reading.Entry.Value, Words.Moment(reading.TimeMs), reading.Member, reading.Batch, reading.For.Word, UnderOf(reading),
        reading.DeniedBy is not null);

    private static string UnderOf(Reading reading) => reading switch
    {
        { DeniedBy: { } rule } => $"denied: {rule}",
        { Grants.Count: > 0 } => $"grant of entry {string.Join(' ', reading.Grants)}",
        _ => "own data or role",
    };
}

/// <summary>Who may use what, as <c>access grants</c> answers.</summary>
public sealed record GrantsAnswer(IReadOnlyList<GrantedAnswer> Grants)
{
    public static GrantsAnswer Of(IEnumerable<GrantState> grants) => new([.. grants.Select(GrantedAnswer.Of)]);
}

/// <summary>Where a grant stands; <see cref="GrantAnswer"/> is one that was just made.</summary>
/// <param name="On">A dataset's name, or a batch's id.</param>
/// <param name="Until">Last moment, in seconds since 1970; null where it does not end.</param>
/// <param name="Entry">Entry that granted it.</param>
/// <param name="Uses">Uses recorded under it.</param>
/// <param name="Revoked">First block in which it no longer holds.</param>
public sealed record GrantedAnswer(
    string Member, string On, string Purpose, long? Until, string Grantor, ulong Entry, long Uses, ulong? Revoked)
{
    internal static GrantedAnswer Of(GrantState grant) => new(
        grant.Member, grant.Batch ?? grant.Dataset, grant.Purpose, grant.Until, grant.Grantor, grant.Entry.Value, grant.Uses,
        grant.Revoked?.Value);
}

/// <summary>A grant that was ended, as <c>access revoke</c> answers.</summary>
public sealed record AccessRevokedAnswer(string Member, string On, string Purpose)
{
    public static AccessRevokedAnswer Of(GrantState grant) => new(grant.Member, grant.Batch ?? grant.Dataset, grant.Purpose);
}

/// <summary>Uses that were served now, as <c>access serve</c> answers.</summary>
/// <param name="Wraps">Folder of the wraps, for readers in other homes.</param>
public sealed record ReadersServedAnswer(IReadOnlyList<UseAnswer> Served, string Wraps)
{
    public static ReadersServedAnswer Of(ReadersServed served) => new(
        [.. served.Uses.Select(use => new UseAnswer(use.Member, use.Batch, use.For.Word, use.Entry.Value))], served.Folder);
}

/// <param name="Entry">The newest entry that says so.</param>
public sealed record UseAnswer(string Member, string Batch, string Purpose, ulong Entry);

/// <summary>A dataset's key for another member, as <c>access share</c> answers.</summary>
public sealed record DatasetKeySharedAnswer(string Dataset, string Member, string File);

/// <summary>A dataset's key that is kept now, as <c>access take</c> answers.</summary>
public sealed record DatasetKeyTakenAnswer(string Dataset, string Member)
{
    public static DatasetKeyTakenAnswer Of(DatasetKeyTaken taken) => new(taken.Dataset, taken.Member);
}
