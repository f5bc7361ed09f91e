using System.Runtime.CompilerServices;
using Hallmark.Contracts.State;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Rules;

/// <summary>
/// One statement being decided: what the rules read, and what they write if none of them objects. A rule that objects ends it by
/// a call of Require that does not hold.
/// </summary>
internal sealed class Ruling(IStateView state, Statement statement, BlockContext block, MemberState sender) : IStateView
{
    private readonly List<StateWrite> _writes = [];
    private readonly List<LedgerEvent> _events = [];
    private readonly List<Digest> _policies = [];

    public Statement Statement { get; } = statement;

    public BlockContext Block { get; } = block;

    public MemberState Sender { get; } = sender;

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
    public T Get<T>(string key, string what)
        where T : class, IStateRecord<T> =>
        this.Find<T>(key) ?? throw new RuleBrokenException($"{Statement.Kind}.unknown", $"there is no {what}");

    public void Put<T>(string key, T record)
        where T : class, IStateRecord<T> => _writes.Add(new StateWrite(key, record.ToMap().ToBytes()));

    /// <summary>The next number of this counter, from 1.</summary>
    public long Count(string name)
    {
        string key = StateKeys.Counter(name);
        long next = (this.Find<CounterState>(key)?.Value ?? 0) + 1;
        Put(key, new CounterState(next));
        return next;
    }

    public void DecidedBy(Digest policy) => _policies.Add(policy);

    public void Emit(string name, params (string Name, string Value)[] attributes) => _events.Add(new LedgerEvent(name, attributes));

    public Decision.Accepted Accept() => new(_writes, _events, _policies);
}

/// <summary>A rule objected. Caught by <see cref="ContractSet"/>, never seen outside.</summary>
internal sealed class RuleBrokenException(string rule, string reason) : Exception(reason)
{
    public string Rule { get; } = rule;
}

/// <summary>An interpolated reason that costs nothing where its rule holds.</summary>
[InterpolatedStringHandler]
internal ref struct ReasonText
{
    private DefaultInterpolatedStringHandler _text;

    public ReasonText(int literalLength, int formattedCount, bool holds, out bool needed)
    {
        needed = !holds;
        _text = needed ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, System.Globalization.CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public string ToStringAndClear() => _text.ToStringAndClear();
}
