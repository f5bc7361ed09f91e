using System.Runtime.CompilerServices;
using Hallmark.Cel;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts;

/// <summary>
/// One statement being decided: what the rules read, and what they write if none of them objects. A rule that objects ends it by
/// a call of Require that does not hold.
/// </summary>
internal sealed class Ruling(IStateView state, Statement statement, BlockContext block, MemberState sender) : IStateView
{
    /// <summary>Longest reason of a denial, in UTF-16 units.</summary>
    private const int ReasonLimit = 500;

    private readonly List<StateWrite> _writes = [];
    private readonly List<LedgerEvent> _events = [];
    private readonly List<Digest> _policies = [];
    private readonly Dictionary<string, CelValue> _facts = new(StringComparer.Ordinal);

    public Statement Statement { get; } = statement;

    public BlockContext Block { get; } = block;

    /// <summary>Version of the rules that decide its block.</summary>
    public int Rules => Block.Rules;

    /// <summary>
    /// Refuses a field that these rules do not know yet, as a program of their time did.
    /// </summary>
    /// <param name="present">Whether the payload has it.</param>
    /// <param name="field">Its name with that of its kind, e.g. <c>run.open.purpose</c>.</param>
    /// <exception cref="MalformedException">It is there, and the block's rules are older.</exception>
    public void Since(int rules, bool present, string field)
    {
        if (present && Rules < rules)
        {
            throw new MalformedException(field, $"is not known to rules {Rules}; from {rules} on it is");
        }
    }

    public MemberState Sender { get; } = sender;

    /// <summary>The sender's gateway that signed; null where the sender itself did.</summary>
    public GatewayState? Gateway { get; set; }

    /// <summary>Whether the policies were asked.</summary>
    public bool Asked { get; set; }

    /// <summary>What the policies found, for whoever asks to see it; null where nobody does.</summary>
    public PolicyTrace? Trace { get; init; }

    /// <summary>What the policies have cost so far.</summary>
    public long PolicySteps { get; set; }

    public byte[]? Find(string key)
    {
        for (int i = _writes.Count - 1; i >= 0; i--)
        {
            if (_writes[i].Key == key)
            {
                return _writes[i].Value;
            }
        }
        return state.Find(key);
    }

    /// <summary>Goes on only where <paramref name="holds"/>; otherwise the statement is denied by this rule.</summary>
    public static void Require(bool holds, string rule, string reason)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, reason);
        }
    }

    /// <summary>As the other; the reason is put together only where it is needed.</summary>
    public static void Require(bool holds, string rule, [InterpolatedStringHandlerArgument(nameof(holds))] ref ReasonText reason)
    {
        if (!holds)
        {
            throw new RuleBrokenException(rule, reason.ToStringAndClear());
        }
    }

    public void RequireRole(string role) =>
        Require(Sender.Has(role), $"{Statement.Kind}.role", $"{Sender.Name} is not a {role}");

    /// <summary>The fact under this key; the statement is denied where there is none.</summary>
    public T Get<T>(StateKey<T> key, string what)
        where T : class, IStateRecord<T> =>
        this.Find(key) ?? throw new RuleBrokenException($"{Statement.Kind}.unknown", $"there is no {what}");

    public void Remove<T>(StateKey<T> key)
        where T : class, IStateRecord<T> => _writes.Add(new StateWrite(key.Path, null));

    public void Put<T>(StateKey<T> key, T record)
        where T : class, IStateRecord<T> => _writes.Add(new StateWrite(key.Path, record.ToMap().ToBytes()));

    /// <summary>The next number of this counter, from 1.</summary>
    public long Count(string name) => Count(CounterState.Of(name));

    /// <summary>The same of a counter that others look at, too.</summary>
    public long Count(StateKey<CounterState> key)
    {
        long next = (this.Find(key)?.Value ?? 0) + 1;
        Put(key, new CounterState(next));
        return next;
    }

    public void DecidedBy(Digest policy)
    {
        if (!_policies.Contains(policy))
        {
            _policies.Add(policy);
        }
    }

    /// <summary>Puts down what policies can ask about, in place of what was put down before.</summary>
    public void Know<T>(Fact<T> fact, T value)
        where T : class => _facts[fact.Name] = fact.Wrap(value);

    public void Know(ValueFact fact, CelValue value) => _facts[fact.Name] = value;

    /// <summary>All that is put down, with what is always known.</summary>
    public IReadOnlyDictionary<string, CelValue> KnownFacts()
    {
        if (!_facts.ContainsKey(StatementFacts.Statement.Name))
        {
            Know(StatementFacts.Statement, Statement);
            Know(MemberFacts.Sender, Account(Sender));
            Know(StatementFacts.Height, CelValue.Of((long)Block.Height.Value));
            Know(StatementFacts.Time, Fact.Moment(Block.TimeMs / 1000));
            if (Rules >= RuleVersions.Timestamps && this.Find(GovernanceKeys.Timestamp) is { } stamp)
            {
                long blocks = checked((long)(Block.Height.Value - stamp.Height.Value));
                Know(StatementFacts.Stamp, new KnownStamp(stamp, blocks, (Block.TimeMs / 1000) - stamp.Time));
            }
        }
        return _facts;
    }

    /// <summary>A member as policies see it.</summary>
    public Account Account(string member) => Account(Get(MemberKeys.Member(member), $"member {member}").At(Block.Height));

    private Account Account(MemberState member)
    {
        StandingState standing = this.Find(JudgingKeys.Standing(member.Name)) ?? StandingState.None;
        return new Account(
            member.Name, member.Roles, standing, standing.CredibilityPpm(PolicyBook.AdmissionAt(this, Block.Height).Scoring!.Trust),
            (this.Find(JudgingKeys.Reliability(member.Name)) ?? ReliabilityState.None).ReliabilityPpm,
            CreditRules.Balance(this, member.Name));
    }

    public void Emit<T>(IResult<T> result)
        where T : IResult<T> => _events.Add(result.ToEvent());

    public void Emit(string name, params (string Name, string Value)[] attributes) => _events.Add(new LedgerEvent(name, attributes));

    /// <summary>The same statement without what it would have written: for what happens although it is denied.</summary>
    public Ruling WithoutWrites() => new(state, Statement, Block, Sender);

    /// <summary>The same statement decided on top of what is written so far; nothing of it counts unless it is taken over.</summary>
    public Ruling Inner() => new(this, Statement, Block, Sender);

    /// <summary>Takes over what an inner ruling wrote and emitted.</summary>
    public void Take(Ruling inner)
    {
        _writes.AddRange(inner._writes);
        _events.AddRange(inner._events);
        _policies.AddRange(inner._policies);
    }

    public Decision.Accepted Accept() => new(_writes, _events, _policies);

    public Decision.Denied Deny(RuleBrokenException broken) => new(broken.Rule, Shorten(broken.Message), _policies)
    {
        Writes = broken.Consequence?._writes ?? [],
        Events = broken.Consequence?._events ?? [],
    };

    /// <summary>A reason may quote what a member wrote; it never splits a character.</summary>
    private static string Shorten(string reason) => reason.Length <= ReasonLimit
        ? reason
        : reason[..(char.IsHighSurrogate(reason[ReasonLimit - 2]) ? ReasonLimit - 2 : ReasonLimit - 1)] + "…";
}

/// <summary>A rule objected. Caught by <see cref="ContractSet"/>, never seen outside.</summary>
internal sealed class RuleBrokenException(string rule, string reason) : Exception(reason)
{
    public string Rule { get; } = rule;

    /// <summary>What happens although the statement is denied; null for nothing.</summary>
    public Ruling? Consequence { get; init; }
}

/// <summary>An interpolated reason that costs nothing where its rule holds.</summary>
[InterpolatedStringHandler]
internal ref struct ReasonText
{
    private DefaultInterpolatedStringHandler _text;

    public ReasonText(int literalLength, int formattedCount, bool holds, out bool needed)
    {
        needed = !holds;
        _text = needed
            ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture)
            : default;
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public string ToStringAndClear() => _text.ToStringAndClear();
}
