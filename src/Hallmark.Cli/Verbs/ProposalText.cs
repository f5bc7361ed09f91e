using Hallmark.Api;

namespace Hallmark.Cli.Verbs;

/// <summary>What a proposal asks for, on one line: nobody votes on what it cannot see.</summary>
internal static class ProposalText
{
    public static string Line(ProposalAnswer proposal) => proposal.Content switch
    {
        null => $"see entry {proposal.Entry}",
        ProposedMember add => Join(
            ("member", add.Member), ("roles", Words(add.Roles)), ("key", add.Key), ("agreement", add.Agreement),
            ("from", add.From?.ToString())),
        ProposedRoles change => Join(("member", change.Member), ("roles", Words(change.Roles)), ("from", change.From?.ToString())),
        ProposedRevocation revoke => Join(("member", revoke.Member), ("reason", revoke.Reason), ("from", revoke.From?.ToString())),
        PolicyFromAnswer deploy => Join(
            ("policy", deploy.Policy), ("version", deploy.Version.ToString()), ("digest", deploy.Digest),
            ("governs", Words(deploy.Governs)),
            ("when", deploy.When), ("rules", Words(deploy.Rules.Select(rule => rule.Name))),
            ("counters", Words(deploy.Counters.Select(counter => counter.Name))),
            ("scoring", deploy.Scoring is { } scoring ? Words(scoring.Checks.Select(check => check.Name)) : null),
            ("deposit", deploy.Deposit), ("reward", deploy.Reward), ("from", deploy.From?.ToString())),
        ProposedWithdrawal withdraw => Join(("policy", withdraw.Policy), ("reason", withdraw.Reason), ("from", withdraw.From?.ToString())),
        ProposedCredits mint => Join(("to", mint.To), ("amount", mint.Amount.ToString())),
        { } other => throw new InvalidOperationException($"There is no text for {other.GetType().Name}."),
    };

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);

    private static string Join(params (string Name, string? Value)[] fields) =>
        string.Join(", ", fields.Where(field => field.Value is not null).Select(field => $"{field.Name} {field.Value}"));
}
