namespace Hallmark.Contracts.Governance;

/// <summary>Where what genesis fixed, and what admins propose, lies.</summary>
public static class GovernanceKeys
{
    public static StateKey<LedgerConfig> Config { get; } = new("config");

    /// <summary>Which rules the ledger lives by; there is no such fact before version 6.</summary>
    public static StateKey<RulesState> Rules { get; } = new("rules");

    /// <summary>The newest stamp of an authority outside that is on record.</summary>
    public static StateKey<TimestampState> Timestamp { get; } = new("timestamp");

    public static StatePrefix<ProposalState> Proposals { get; } = new("proposal/");

    public static StateKey<ProposalState> Proposal(long number) => Proposals.Key($"{number}");
}
