using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Operations;

/// <summary>
/// The state as it was at an earlier size of the tree: its entries decided again from genesis. What later statements changed — a
/// verdict overturned, a standing that faded — is found here as it stood.
/// </summary>
internal sealed class PastState : IStateView
{
    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    private PastState(BlockHeight next) => Next = next;

    /// <summary>The block in which the next statement after that size stood; where it is the newest size, the one to come.</summary>
    public BlockHeight Next { get; private set; }

    public static PastState At(LedgerView ledger, TreeSize size)
    {
        var past = new PastState(ledger.Head.Height.Next);
        var contracts = new ContractSet();
        foreach (LedgerEntry entry in ledger.Entries())
        {
            if (!entry.Index.IsWithin(size))
            {
                past.Next = entry.Height;
                break;
            }
            Statement statement = entry.Statement.Kind == Denial.Kind ? Denial.Read(entry.Statement).Denied : entry.Statement;
            past.Apply(contracts.Execute(past, statement, new BlockContext(entry.Height, entry.TimeMs, entry.Index, entry.Rules)));
        }
        return past;
    }

    public byte[]? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>All facts under a prefix, in ordinal order of their keys.</summary>
    public IReadOnlyList<T> List<T>(StatePrefix<T> prefix)
        where T : class, IStateRecord<T> =>
        [.. _values.Keys.Where(key => key.StartsWith(prefix.Path, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(key => this.Find(new StateKey<T>(key))!)];

    private void Apply(Decision decision)
    {
        IReadOnlyList<StateWrite> writes = decision switch
        {
            Decision.Accepted accepted => accepted.Writes,
            Decision.Denied denied => denied.Writes,
            _ => [],
        };
        foreach (StateWrite write in writes)
        {
            if (write.Value is null)
            {
                _values.Remove(write.Key);
            }
            else
            {
                _values[write.Key] = write.Value;
            }
        }
    }
}
