using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>What happens where a rule's expression is not true.</summary>
public enum RuleEffect
{
    /// <summary>The statement is denied.</summary>
    Deny,

    /// <summary>The batch is put in quarantine; for policies on <c>batch.judge</c>.</summary>
    Quarantine,

    /// <summary>The batch is refused; for policies on <c>batch.judge</c>.</summary>
    Refuse,

    /// <summary>The use is denied and the grant under which it was asked ends; for policies on <c>access.use</c>.</summary>
    RevokeGrant,
}

/// <summary>One rule: the expression must be true.</summary>
/// <param name="Expression">CEL, of type bool.</param>
/// <param name="Message">One sentence for whoever is held up by the rule.</param>
public sealed record PolicyRule(string Name, string Expression, string Message, RuleEffect Otherwise)
{
    internal CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name).Text("expression", Expression).Text("message", Message).Integer("otherwise", (long)Otherwise);

    internal static PolicyRule Read(CborMap map)
    {
        var rule = new PolicyRule(
            map.Name("name"), map.Text("expression", PolicyDocument.ExpressionLimit), map.Text("message", 512),
            (RuleEffect)map.Integer("otherwise", 0, 3));
        map.End();
        return rule;
    }
}

/// <summary>A small whole number that the policy keeps: what it becomes with every statement that the policy lets through.</summary>
/// <param name="PerSender">One for each sender; otherwise one for the whole ledger.</param>
/// <param name="Expression">CEL, of type int, e.g. <c>counters.reads + 1</c>.</param>
public sealed record PolicyCounter(string Name, bool PerSender, string Expression)
{
    internal CborMapWriter ToMap() => new CborMapWriter().Text("name", Name).Boolean("perSender", PerSender).Text("expression", Expression);

    internal static PolicyCounter Read(CborMap map)
    {
        var counter = new PolicyCounter(map.Name("name"), map.Boolean("perSender"), map.Text("expression", PolicyDocument.ExpressionLimit));
        map.End();
        return counter;
    }
}

/// <summary>
/// A policy as it stands on the ledger; people write it as YAML. Its digest, over its deterministic CBOR map, is what outcomes name.
/// </summary>
/// <param name="Governs">Kinds of statement it is asked about.</param>
/// <param name="When">CEL, of type bool; where it is not true the policy is silent. Null for always.</param>
/// <param name="Rules">Asked in their order; the first that holds up a statement decides.</param>
/// <param name="Counters">Counters it may set.</param>
/// <param name="Scoring">Only, and always, in the policy named <see cref="AdmissionName"/>.</param>
/// <param name="Deposit">CEL, of type int: credits that a provider leaves with a batch; for <c>batch.register</c>.</param>
/// <param name="Reward">CEL, of type int: credits for an accepted batch out of the dataset's pot; for <c>batch.judge</c>.</param>
public sealed record PolicyDocument(
    string Name, int Version, IReadOnlyList<string> Governs, string? When, IReadOnlyList<PolicyRule> Rules,
    IReadOnlyList<PolicyCounter> Counters,
    Scoring? Scoring, string? Deposit, string? Reward)
{
    /// <summary>The one policy that scores; it can be replaced but not withdrawn.</summary>
    public const string AdmissionName = "admission";

    /// <summary>Longest expression, in characters.</summary>
    public const int ExpressionLimit = 4096;

    private const int ListLimit = 64;

    /// <summary>What schedules weigh; only in the policy named <see cref="ScheduleRule.PolicyName"/>, or null.</summary>
    public ScheduleRule? Schedule { get; init; }

    /// <summary>In force on a new ledger.</summary>
    public static PolicyDocument Standard { get; } = ForAdmission(Scoring.Standard);

    public Digest Digest => Digest.Of(ToMap().ToBytes());

    /// <summary>An admission policy that only scores.</summary>
    public static PolicyDocument ForAdmission(Scoring scoring) =>
        new(AdmissionName, 1, [BatchJudge.Kind], null, [], [], scoring, null, null);

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name)
        .Integer("version", Version)
        .Texts("governs", Governs)
        .Text("when", When)
        .Maps("rules", Rules.Select(rule => rule.ToMap()))
        .Maps("counters", Counters.Select(counter => counter.ToMap()))
        .Map("scoring", Scoring?.ToMap())
        .Text("deposit", Deposit)
        .Text("reward", Reward)
        .Map("schedule", Schedule?.ToMap());

    /// <exception cref="MalformedException">
    /// A field is missing, unknown, out of range or contradicts another. Expressions are not looked at.
    /// </exception>
    public static PolicyDocument Read(CborMap map)
    {
        var policy = new PolicyDocument(
            map.Name("name"), (int)map.Integer("version", 1, int.MaxValue), map.Texts("governs", ListLimit, 32),
            map.OptionalText("when", ExpressionLimit),
            [.. map.Maps("rules", ListLimit).Select(PolicyRule.Read)], [.. map.Maps("counters", ListLimit).Select(PolicyCounter.Read)],
            map.OptionalMap("scoring") is { } scoring ? Scoring.Read(scoring) : null,
            map.OptionalText("deposit", ExpressionLimit), map.OptionalText("reward", ExpressionLimit))
        {
            Schedule = map.OptionalMap("schedule") is { } schedule ? ScheduleRule.Read(schedule) : null,
        };
        map.End();
        policy.Check();
        return policy;
    }

    private void Check()
    {
        Expect(Governs.Count > 0, "governs", "names no kind of statement");
        ExpectOnce(Governs, "governs");
        ExpectOnce(Rules.Select(rule => rule.Name), "rules");
        ExpectOnce(Counters.Select(counter => counter.Name), "counters");
        Expect(
            (Scoring is not null) == (Name == AdmissionName), "scoring",
            $"belongs into the policy named '{AdmissionName}', and only there");
        Expect(
            Scoring is null || (When is null && Governs.Contains(BatchJudge.Kind)), "scoring",
            $"asks that the policy always governs {BatchJudge.Kind}");
        Expect(Deposit is null || Governs.SequenceEqual([BatchRegister.Kind]), "deposit", $"is for policies on {BatchRegister.Kind} alone");
        Expect(Reward is null || Governs.SequenceEqual([BatchJudge.Kind]), "reward", $"is for policies on {BatchJudge.Kind} alone");
        Expect(Schedule is null || Name == ScheduleRule.PolicyName, "schedule",
            $"belongs into the policy named '{ScheduleRule.PolicyName}'");
        Expect(Schedule is null || (When is null && Governs.Contains(ScheduleCommit.Kind)), "schedule",
            $"asks that the policy always governs {ScheduleCommit.Kind}");
        foreach (PolicyRule rule in Rules)
        {
            string? only = rule.Otherwise switch
            {
                RuleEffect.Quarantine or RuleEffect.Refuse => BatchJudge.Kind,
                RuleEffect.RevokeGrant => AccessUse.Kind,
                _ => null,
            };
            Expect(
                only is null || Governs.SequenceEqual([only]), $"rules.{rule.Name}",
                $"what it does otherwise is for policies on {only} alone");
        }
    }

    private static void ExpectOnce(IEnumerable<string> names, string field)
    {
        string[] all = [.. names];
        Expect(all.Distinct(StringComparer.Ordinal).Count() == all.Length, field, "name something twice");
    }

    private static void Expect(bool holds, string field, string reason)
    {
        if (!holds)
        {
            throw new MalformedException($"policy.{field}", reason);
        }
    }
}
