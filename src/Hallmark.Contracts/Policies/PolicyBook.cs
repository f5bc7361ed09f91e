using Hallmark.Cel;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Policies;

/// <summary>Which policies are in force, and what they say about a statement.</summary>
public static class PolicyBook
{
    /// <summary>Policies on one kind of statement, so that an outcome can name all that decided.</summary>
    private const int PoliciesOnKindLimit = 32;

    /// <summary>Steps that all policies together may use for one statement.</summary>
    private const long StepLimit = 1_000_000;

    private static readonly PolicyCache Cache = new();

    /// <summary>
    /// Puts a policy in force after looking at every expression in it, in place of a change of it that waits for its block.
    /// </summary>
    internal static void Deploy(Ruling ruling, PolicyDeploy deploy, BlockHeight from)
    {
        PolicyDocument policy = deploy.Policy;
        try
        {
            foreach (string kind in policy.Governs)
            {
                RequireCheap(CompiledPolicy.For(policy, kind, ruling.Rules));
            }
        }
        catch (PolicyException e)
        {
            throw new RuleBrokenException("policy.deploy.invalid", e.Message);
        }
        Put(ruling, policy, from);
        ruling.Emit(
            "policy.deployed", ("policy", policy.Name), ("version", policy.Version.ToString()), ("digest", policy.Digest.ToString()),
            ("from", from.ToString()));
    }

    /// <summary>Takes a policy out of force. The one that scores can only be replaced.</summary>
    internal static void Withdraw(Ruling ruling, PolicyWithdraw withdraw, BlockHeight from)
    {
        StateKey<PolicyState> key = PolicyKeys.Policy(withdraw.Policy);
        PolicyState state = ruling.Get(key, $"policy {withdraw.Policy}");
        Ruling.Require(
            withdraw.Policy != PolicyDocument.AdmissionName, "policy.withdraw.admission",
            $"'{PolicyDocument.AdmissionName}' can be replaced, not withdrawn");
        PolicyDocument? now = state.At(ruling.Block.Height);
        Ruling.Require(now is not null, "policy.withdraw.again", $"policy {withdraw.Policy} is withdrawn already");
        ruling.Put(key, new PolicyState(now, null, from));
        ruling.Emit("policy.withdrawn", ("policy", withdraw.Policy), ("reason", withdraw.Reason), ("from", from.ToString()));
    }

    /// <summary>Writes a policy and remembers which kinds it governs.</summary>
    internal static void Put(Ruling ruling, PolicyDocument policy, BlockHeight from)
    {
        StateKey<PolicyState> key = PolicyKeys.Policy(policy.Name);
        PolicyDocument? now = ruling.Find(key)?.At(ruling.Block.Height);
        ruling.Put(key, from == default ? new PolicyState(policy, null, null) : new PolicyState(now, policy, from));
        foreach (string kind in policy.Governs)
        {
            var names = new NameSet([.. (ruling.Find(PolicyKeys.OnKind(kind)) ?? NameSet.Empty).With(policy.Name).Names
                .Where(name => name == policy.Name || IsLive(ruling, name, kind))]);
            Ruling.Require(
                names.Names.Count <= PoliciesOnKindLimit, "policy.deploy.too-many",
                $"there are {PoliciesOnKindLimit} policies on {kind} already");
            ruling.Put(PolicyKeys.OnKind(kind), names);
        }
    }

    /// <summary>How batches are scored in this block.</summary>
    public static PolicyDocument AdmissionAt(IStateView state, BlockHeight height) =>
        state.Find(PolicyKeys.Policy(PolicyDocument.AdmissionName))?.At(height)
            ?? throw new InvalidOperationException("A ledger always has an admission policy.");

    /// <summary>
    /// Asks every policy in force on this kind of statement, in ordinal order of their names, about the facts put down so far.
    /// The first rule that does not hold denies the statement; one with another effect is handed, with its full
    /// name and why it had no value, to <paramref name="otherwise"/>.
    /// </summary>
    /// <returns>The findings of the policies that applied.</returns>
    /// <exception cref="RuleBrokenException">The statement is denied.</exception>
    internal static IReadOnlyList<PolicyFinding> Ask(Ruling ruling, Action<string, PolicyRule, CelError?>? otherwise = null)
    {
        ruling.Asked = true;
        var findings = new List<PolicyFinding>();
        if (ruling.Find(PolicyKeys.OnKind(ruling.Statement.Kind)) is not { } names)
        {
            return findings;
        }
        foreach (string name in names.Names)
        {
            if (Find(ruling, name) is { } policy && Ask(ruling, policy, otherwise) is { Applies: true } finding)
            {
                findings.Add(finding);
            }
        }
        return findings;
    }

    private static PolicyFinding Ask(Ruling ruling, CompiledPolicy policy, Action<string, PolicyRule, CelError?>? otherwise)
    {
        PolicyFinding finding = policy.Evaluate(ruling.KnownFacts(), ReadCounters(ruling, policy.Document), StepLimit - ruling.PolicySteps);
        ruling.PolicySteps += finding.Steps;
        ruling.Trace?.Add(finding, ruling.KnownFacts());
        if (finding.Applies || finding.Fault is not null)
        {
            ruling.DecidedBy(policy.Document.Digest);
        }
        foreach (PolicyRule rule in finding.Broken)
        {
            string name = $"policy.{policy.Document.Name}.{rule.Name}";
            if (rule.Otherwise == RuleEffect.Deny)
            {
                throw new RuleBrokenException(name, Explain(rule, finding));
            }
            otherwise!(name, rule, ErrorOf(rule, finding)); // Documents are checked: such a rule governs only a kind that is ready for it.
        }
        if (finding.Fault is { } fault)
        {
            throw new RuleBrokenException(
                $"policy.{policy.Document.Name}.{(fault.Error!.Kind == CelErrorKind.LimitExceeded ? "cost" : "error")}",
                $"{fault.Part} has no value: {fault.Error.Message}");
        }
        foreach ((PolicyCounter counter, long value) in finding.Counters)
        {
            ruling.Put(KeyOf(ruling, policy.Document, counter), new CounterState(value));
        }
        return finding;
    }

    private static string Explain(PolicyRule rule, PolicyFinding finding) => ErrorOf(rule, finding) is { } error
        ? $"{rule.Message} (no value: {error.Message})"
        : rule.Message;

    private static CelError? ErrorOf(PolicyRule rule, PolicyFinding finding) =>
        finding.Results.First(result => result.Part == rule.Name).Error;

    private static Dictionary<string, CelValue> ReadCounters(Ruling ruling, PolicyDocument policy) => policy.Counters.ToDictionary(
        counter => counter.Name, counter => CelValue.Of(ruling.Find(KeyOf(ruling, policy, counter))?.Value ?? 0), StringComparer.Ordinal);

    private static StateKey<CounterState> KeyOf(Ruling ruling, PolicyDocument policy, PolicyCounter counter) =>
        PolicyKeys.Counter(policy.Name, counter.Name, counter.PerSender ? ruling.Sender.Name : null);

    /// <summary>Whether the policy governs this kind now or will; one that was withdrawn leaves its place to others.</summary>
    private static bool IsLive(Ruling ruling, string name, string kind) =>
        ruling.Find(PolicyKeys.Policy(name)) is { } state
        && (state.At(ruling.Block.Height)?.Governs.Contains(kind) == true || state.Next?.Governs.Contains(kind) == true);

    private static CompiledPolicy? Find(Ruling ruling, string name)
    {
        byte[]? state = ruling.Find(PolicyKeys.Policy(name).Path);
        return state is null ? null : Cache.Find(state, ruling.Block.Height, ruling.Statement.Kind, ruling.Rules);
    }

    /// <summary>
    /// An expression that runs out of steps although nothing is known would do so on every statement. Most expressions end early
    /// here, at a variable without a value; what they cost on real facts is limited when they are asked.
    /// </summary>
    private static void RequireCheap(CompiledPolicy policy)
    {
        Dictionary<string,
        CelValue> zeros = policy.Document.Counters.ToDictionary(counter => counter.Name, _ => CelValue.Of(0L), StringComparer.Ordinal);
        PolicyFinding finding = policy.Evaluate(new Dictionary<string, CelValue>(), zeros, StepLimit);
        Ruling.Require(
            finding.Fault is not { Error.Kind: CelErrorKind.LimitExceeded }, "policy.deploy.cost",
            $"policy {policy.Document.Name}, {finding.Fault?.Part}: {finding.Fault?.Error?.Message}");
    }
}
