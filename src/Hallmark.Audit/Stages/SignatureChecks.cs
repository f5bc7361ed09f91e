using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Audit.Stages;

/// <summary>
/// Verifies the signatures of entries on all cores while their re-execution goes on. The key is looked up in order, in the state
/// after the entry's block; the costly part waits in groups, of which only so many are under way. Findings come in order of entries.
/// </summary>
internal sealed class SignatureChecks(ContractSet contracts) : IDisposable
{
    private const int GroupSize = 256;
    private static readonly int GroupsUnderWay = 4 * Environment.ProcessorCount;

    private readonly Dictionary<Digest, (string Member, VerificationKey Key)> _keys = [];
    private readonly Queue<Task<Checked>> _underWay = new();
    private List<Pending> _group = [];

    public List<Finding> Findings { get; } = [];

    public ulong Entries { get; private set; }

    /// <summary>Entries whose signature is right.</summary>
    public ulong Good { get; private set; }

    public void Add(ExaminedBlock block)
    {
        for (int i = 0; i < block.Entries.Count; i++)
        {
            Entries++;
            ParsedEntry entry = block.Entries[i];
            if (entry.Statement is not { } statement)
            {
                continue; // the chain itself reports an entry that cannot be read
            }
            var index = new EntryIndex(block.FirstEntry.Value + (ulong)i);
            _group.Add(new Pending(block, index, entry, statement, Key(block.State, entry.Denial?.Denied ?? statement)));
        }
        if (_group.Count >= GroupSize)
        {
            Start();
        }
    }

    /// <summary>Waits until every signature handed in was verified.</summary>
    public void Finish()
    {
        Start();
        while (_underWay.Count > 0)
        {
            Collect();
        }
    }

    public void Dispose()
    {
        foreach ((_, VerificationKey key) in _keys.Values)
        {
            key.Dispose();
        }
    }

    private void Start()
    {
        List<Pending> group = _group;
        _group = [];
        _underWay.Enqueue(Task.Run(() => Check(group)));
        if (_underWay.Count > GroupsUnderWay)
        {
            Collect();
        }
    }

    private void Collect()
    {
        Checked done = _underWay.Dequeue().GetAwaiter().GetResult();
        Good += done.Good;
        Findings.AddRange(done.Findings);
    }

    private static Checked Check(List<Pending> group)
    {
        ulong good = 0;
        List<Finding> findings = [];
        foreach (Pending entry in group)
        {
            string? problem = entry.Entry.IsOwn
                ? OwnProblem(entry) ?? (entry.Entry.Denial is { } denial ? Problem(denial.Denied, entry.Key) : null)
                : Problem(entry.Statement, entry.Key);
            if (problem is null)
            {
                good++;
                continue;
            }
            string message = $"entry {entry.Index} ({entry.Statement.Kind} by {entry.Statement.Issuer}): {problem}";
            findings.Add(new Finding("entry.signature", AuditVerdict.Tampered, message)
            {
                Height = entry.Block.Header.Height.Value,
                Entry = entry.Index.Value,
                Member = entry.Statement.Issuer,
            });
        }
        return new Checked(good, findings);
    }

    /// <summary>The genesis and denials: the ledger's kind of seal says how they are vouched for.</summary>
    private static string? OwnProblem(Pending entry) =>
        entry.Statement.Issuer == Denial.Issuer && entry.Block.Seals.VerifyOwnEntry(entry.Block.Header, entry.Statement)
            ? null
            : "it is not as a maker of this ledger's blocks writes it";

    private static string? Problem(Statement statement, (string Member, VerificationKey Key)? signer) =>
        signer is not { } registered ? $"nobody registered key {statement.KeyId}"
        : registered.Member != statement.Issuer ? $"the key belongs to {registered.Member}"
        : statement.Verify(registered.Key) ? null
        : "its signature does not verify: it is not what was signed";

    private (string Member, VerificationKey Key)? Key(LedgerState state, Statement statement)
    {
        if (_keys.TryGetValue(statement.KeyId, out (string, VerificationKey) known))
        {
            return known;
        }
        if (contracts.FindKey(state, statement.KeyId) is not { } registered)
        {
            return null;
        }
        (string Member, VerificationKey) imported = (registered.Member, new VerificationKey(registered.Key));
        _keys.Add(statement.KeyId, imported);
        return imported;
    }

    /// <param name="Statement">That of the entry.</param>
    /// <param name="Key">Of whom signed it or, for a denial, what it denies.</param>
    private sealed record Pending(
        ExaminedBlock Block, EntryIndex Index, ParsedEntry Entry, Statement Statement, (string Member, VerificationKey Key)? Key);

    private sealed record Checked(ulong Good, List<Finding> Findings);
}
