namespace Hallmark.Contracts.Policies;

/// <summary>Where policies and their counters lie.</summary>
public static class PolicyKeys
{
    public static StatePrefix<PolicyState> All { get; } = new("policy/");

    public static StateKey<PolicyState> Policy(string name) => All.Key(name);

    /// <summary>Names of the policies ever deployed for statements of this kind.</summary>
    public static StateKey<NameSet> OnKind(string kind) => new($"policies/{kind}");

    /// <summary>A counter that a policy sets.</summary>
    /// <param name="sender">Whose it is, where each sender has one; null for one for all.</param>
    public static StateKey<CounterState> Counter(string policy, string counter, string? sender) =>
        new($"policy-counter/{policy}/{counter}/{sender}");
}
