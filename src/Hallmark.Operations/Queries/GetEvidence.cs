using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Evidence.Notes;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Publishing;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Queries;

/// <summary>
/// Evidence of an entry in one file, for whoever trusts the ledger's id and key: the entry, and what made its issuer's key what it is.
/// </summary>
/// <param name="Entry">Which one.</param>
/// <param name="Witnessed">
/// Whether it is to be under the published checkpoint, which it brings along with its witnesses' signatures, instead of the newest block.
/// </param>
public sealed record GetEvidence(EntryIndex Entry, bool Witnessed) : Query<EvidenceBundle>
{
    private static readonly string[] AboutMembers = [MemberAdd.Kind, MemberRoles.Kind, MemberRevoke.Kind, MemberRotate.Kind];

    /// <exception cref="UsageException">There is no such entry, or it is not published where that is asked for.</exception>
    /// <exception cref="FailureException">So much governs this ledger that no bundle holds it.</exception>
    public override Task<EvidenceBundle> AskAsync(HomeReader home, CancellationToken cancellation)
    {
        LedgerView ledger = home.OpenCommitted();
        (BlockHeader head, SignedNote? checkpoint) = Witnessed ? Published(home.Home.Log, ledger) : (ledger.Last, null);
        if (!Entry.IsWithin(head.Size))
        {
            string where = Witnessed ? "published log" : "ledger";
            throw new UsageException($"ENTRY: {Entry} is not in the {where}, which has {head.Size} entries");
        }
        Statement said = ledger.ReadEntry(Entry).Said;
        IEnumerable<EntryIndex> entries = KeyChain(home.Catalog, ledger, said.Issuer).Concat(Delegations(home.Catalog, ledger, said))
            .Select(entry => entry.Index).Concat([default, Entry]).Where(index => index.IsWithin(head.Size)).Distinct().Order();
        var bundle = new EvidenceBundle(Entry, Bundle(ledger, head, entries), checkpoint);
        return bundle.ToBytes().Length <= EvidenceBundle.MaxBytes
            ? Task.FromResult(bundle)
            : throw new FailureException($"what governs this ledger has more than the {EvidenceBundle.MaxBytes} bytes of a bundle");
    }

    private static (BlockHeader Head, SignedNote Checkpoint) Published(Files.RegularFiles log, LedgerView ledger)
    {
        if (!Directory.Exists(log.Path))
        {
            throw new UsageException($"--witnessed: nothing is published in {log.Path}; 'hallmark publish' does that");
        }
        var reader = new StaticLogReader(log);
        TreeSize size = reader.Checkpoint.Size;
        BlockHeader? head = size.Value > ledger.Size.Value
            ? null
            : BlockHeader.Read(ledger.ReadBlock(ledger.HeightOf(new EntryIndex(size.Value - 1))).Header);
        return head is not null && Checkpoint.Of(head).ToText() == reader.Note.Text
            ? (head, reader.Note)
            : throw new UsageException($"--witnessed: what is published in {log.Path} is not a state of this ledger; publish again");
    }

    /// <summary>
    /// Accepted statements from which the issuer's key follows: those about admins and the issuer. Where proposals were made, all that
    /// governs, since a vote names its proposal by a number among all of them.
    /// </summary>
    private static IReadOnlyList<LedgerEntry> KeyChain(Catalog catalog, LedgerView ledger, string issuer)
    {
        IReadOnlyList<string> admins = (ledger.State.Find(MemberKeys.Admins) ?? NameSet.Empty).Names;
        IEnumerable<LedgerEntry> members = admins.Append(issuer).SelectMany(name => AboutMembers, (name, kind) => (name, kind))
            .SelectMany(about => catalog.Statements(about.kind, about.name));
        IEnumerable<LedgerEntry> adoptions = Enumerable.Range(RuleVersions.Adoption, RuleVersions.Newest - RuleVersions.Adoption + 1)
            .SelectMany(rules => catalog.Statements(RulesAdopt.Kind, new RulesAdopt(rules, []).Subject));
        IEnumerable<LedgerEntry> proposed = ledger.State.List(GovernanceKeys.Proposals).Count == 0
            ? []
            : admins.SelectMany(catalog.StatementsOf).Where(entry => GovernanceReplay.GoverningKinds.Contains(entry.Statement.Kind));
        return [.. members, .. adoptions, .. proposed];
    }

    /// <summary>What its provider said of the gateway that signed, and who revoked it: the provider, or one of the admins.</summary>
    private static IEnumerable<LedgerEntry> Delegations(Catalog catalog, LedgerView ledger, Statement said) =>
        GatewayRules.Find(ledger.State, said.KeyId) is { } gateway
            ? GovernanceReplay.DelegatingKinds.SelectMany(kind => catalog.Statements(kind, gateway.Id))
            : [];

    private static List<BundledBlock> Bundle(LedgerView ledger, BlockHeader head, IEnumerable<EntryIndex> entries)
    {
        var blocks = new List<BundledBlock>();
        foreach (IGrouping<BlockHeight, EntryIndex> block in entries.GroupBy(ledger.HeightOf))
        {
            blocks.Add(Block(ledger, block.Key, [.. ledger.ReadEntries(block)
                .Select(entry => new BundledEntry(entry.Index, entry.Statement, ledger.Inclusion(entry.Index, head.Size).Path))]));
        }
        if (blocks[^1].Header.Height != head.Height)
        {
            blocks.Add(Block(ledger, head.Height, []));
        }
        return blocks;
    }

    private static BundledBlock Block(LedgerView ledger, BlockHeight height, IReadOnlyList<BundledEntry> entries)
    {
        BlockRecord record = ledger.ReadBlock(height);
        return new BundledBlock(BlockHeader.Read(record.Header), record.Header, record.Seal, entries);
    }
}
