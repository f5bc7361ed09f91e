using Hallmark.Cel;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Members;

/// <summary>What policies can ask about members.</summary>
internal static class MemberFacts
{
    internal static Fact<Account> Sender { get; } = Of("sender");

    /// <summary>Who provided the batch.</summary>
    internal static Fact<Account> Provider { get; } = Of("provider");

    private static Fact<Account> Of(string name) => new(
        name,
        ("name", CelType.String, account => CelValue.Of(account.Name)),
        ("roles", CelType.List(CelType.String), account => Fact.Texts(account.Roles)),
        ("credibility", CelType.Int, account => CelValue.Of(account.CredibilityPpm)),
        ("reliability", CelType.Int, account => CelValue.Of(account.ReliabilityPpm)),
        ("accepted", CelType.Int, account => CelValue.Of(account.Standing.Accepted)),
        ("quarantined", CelType.Int, account => CelValue.Of(account.Standing.Quarantined)),
        ("refused", CelType.Int, account => CelValue.Of(account.Standing.Refused)),
        ("credits", CelType.Int, account => CelValue.Of(account.Credits)));
}

/// <summary>A member as policies see it.</summary>
/// <param name="ReliabilityPpm">As a validator: what became of challenges.</param>
internal sealed record Account(
    string Name, IReadOnlyList<string> Roles, StandingState Standing, long CredibilityPpm, long ReliabilityPpm, long Credits);
