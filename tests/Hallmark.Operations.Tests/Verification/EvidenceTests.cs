using System.IO.Compression;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Verification;

namespace Hallmark.Operations.Tests.Verification;

/// <summary>Evidence of real ledgers, as a home gives it away and an outsider checks it.</summary>
public sealed class EvidenceTests
{
    [Fact]
    public async Task Every_entry_of_a_ledger_has_evidence_that_stands_against_its_trust_root()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync();
        await acting.JudgeAsync();
        for (ulong i = 0; i < acting.Size(); i++)
        {
            EvidenceVerdict verdict = await VerifyAsync(acting, i);
            Assert.Equal((EntryStatus.Registered, (string?)null), (verdict.Entry.Status, verdict.Entry.Reason));
        }
        UsageException beyond = await Assert.ThrowsAsync<UsageException>(() => VerifyAsync(acting, acting.Size()));
        Assert.Contains("is not in the ledger", beyond.Message);
        using Acting other = await Acting.BeginAsync();
        TrustRoot trust = await other.AskAsync(new GetTrust([], 0));
        EvidenceBundle bundle = await acting.AskAsync(new GetEvidence(new EntryIndex(3), Witnessed: false));
        Assert.Equal(EntryStatus.OtherLedger, new VerifyEvidence(bundle, trust).Execute().Entry.Status);
    }

    [Fact]
    public async Task A_bundle_brings_what_made_the_issuers_key_and_nothing_of_others()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.PlantAsync();
        EntryIndex last = new(acting.Size() - 1);
        EvidenceBundle bundle = await acting.AskAsync(new GetEvidence(last, Witnessed: false));
        Assert.Equal(
            ["ledger.create ledger", "member.add garden", "batch.register plants"],
            bundle.Entries.Select(item => item.Entry.Statement).Select(statement =>
                $"{statement.Kind} {(statement.Kind == Genesis.Kind ? statement.Issuer : statement.Subject)}"));
    }

    [Fact]
    public async Task A_bundle_of_a_ledger_that_moved_up_brings_the_step_to_the_rules_it_lives_by()
    {
        using var folder = new HomeFolder();
        var home = new Home(folder.Path("home"));
        await ZipFile.ExtractToDirectoryAsync(
            Path.Combine(Repository(), "tests", "fixtures", $"rules-{RuleVersions.Newest - 1}.zip"), home.Directory,
            TestContext.Current.CancellationToken);
        await using (Workspace workspace = await Workspace.OpenAsync(home, _ => { }, TimeProvider.System))
        {
            await new AdoptRules(RuleVersions.Newest, []).ExecuteAsync(workspace, TestContext.Current.CancellationToken);
        }
        using var reader = new HomeReader(home);
        var last = new EntryIndex(reader.Catalog.Ledger.Size.Value - 1);
        foreach (EntryIndex entry in (EntryIndex[])[new EntryIndex(5), last])
        {
            EvidenceBundle bundle = await new GetEvidence(entry, Witnessed: false).AskAsync(
                reader, TestContext.Current.CancellationToken);
            Assert.Equal(
                new RulesAdopt(RuleVersions.Newest, []).Subject,
                Assert.Single(bundle.Entries, item => item.Entry.Statement.Kind == RulesAdopt.Kind).Entry.Statement.Subject);
            TrustRoot trust = await new GetTrust([], 0).AskAsync(reader, TestContext.Current.CancellationToken);
            Assert.Equal(EntryStatus.Registered, Verify(bundle, trust).Entry.Status);
        }
    }

    [Fact]
    public async Task Under_a_quorum_of_two_the_votes_come_along_and_none_can_be_left_out()
    {
        using Acting acting = await Acting.BeginAsync(quorum: 2);
        await acting.AddAsync("bob", Roles.Admin);
        await acting.ActAsync(new MintCredits(10, "bob") { As = "bob" }); // proposal 1, never settled
        await acting.AddAsync("garden", Roles.Provider);
        await acting.ActAsync(new VoteOnProposal(2, Approve: true) { As = "bob" });
        await RegisterAsync(acting);
        ulong last = acting.Size() - 1;
        Assert.Equal(EntryStatus.Registered, (await VerifyAsync(acting, last)).Entry.Status);
        EvidenceBundle bundle = await acting.AskAsync(new GetEvidence(new EntryIndex(last), Witnessed: false));
        TrustRoot trust = await acting.AskAsync(new GetTrust([], 0));
        foreach (EntryIndex left in bundle.Entries.Select(item => item.Entry.Index)
            .Where(index => index.Value > 0 && index != bundle.Entry))
        {
            EvidenceBundle less = bundle with
            {
                Blocks = [.. bundle.Blocks.Select(block => block with
                {
                    Entries = [.. block.Entries.Where(entry => entry.Index != left)],
                })],
            };
            EntryStatus status = new VerifyEvidence(less, trust).Execute().Entry.Status;
            // The standard policy, and whom nobody needs, may be left out.
            string kind = bundle.Entries.First(item => item.Entry.Index == left).Entry.Statement.Kind;
            bool needed = kind != Contracts.Policies.PolicyDeploy.Kind;
            Assert.Equal(needed, status is EntryStatus.NotIssued or EntryStatus.BrokenChain);
        }
    }

    [Fact]
    public async Task Rotations_and_revocations_are_shown_as_far_as_the_bundle_knows()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Roles.Provider);
        await RegisterAsync(acting);
        ulong early = acting.Size() - 1;
        EvidenceVerdict before = await VerifyAsync(acting, early);
        Assert.Equal((null, null), (before.Revoked, before.Replaced));
        await acting.ActAsync(new RotateKey("garden"));
        await RegisterAsync(acting, "more");
        ulong late = acting.Size() - 1;
        Assert.Equal(EntryStatus.Registered, (await VerifyAsync(acting, late)).Entry.Status);
        await acting.ActAsync(new RevokeMember("garden", "left", null) { As = "alice" });
        EvidenceVerdict after = await VerifyAsync(acting, early);
        Assert.Equal(EntryStatus.Registered, after.Entry.Status);
        Assert.True(after.Height < after.Replaced && after.Replaced < after.Revoked);
    }

    [Fact]
    public async Task Evidence_of_what_was_denied_says_so_and_by_which_rule()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Roles.Provider);
        var mint = new MintCredits(long.MaxValue, "garden") { As = "alice" };
        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.ActAsync(mint));
        EvidenceVerdict verdict = await VerifyAsync(acting, acting.Size() - 1);
        EntryVerdict entry = verdict.Entry;
        Assert.Equal((EntryStatus.Denied, "credit.mint.limit", "alice"), (entry.Status, entry.Rule, entry.Said?.Issuer));
    }

    [Fact]
    public async Task Under_a_published_checkpoint_evidence_is_of_that_state()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", Roles.Provider);
        var ask = new GetEvidence(new EntryIndex(1), Witnessed: true);
        Assert.Contains("nothing is published", (await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(ask))).Message);
        await new PublishLog(null, []).ExecuteAsync(acting.Home, TestContext.Current.CancellationToken);
        ulong published = acting.Size();
        await acting.AddAsync("late", Roles.Provider);
        EvidenceBundle bundle = await acting.AskAsync(ask);
        Assert.Equal((published, true), (bundle.Head.Size.Value, bundle.Checkpoint is not null));
        Assert.Equal(EntryStatus.Registered, Verify(bundle, await acting.AskAsync(new GetTrust([], 0))).Entry.Status);
        var beyond = new GetEvidence(new EntryIndex(published), Witnessed: true);
        Assert.Contains("is not in the published log", (await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(beyond))).Message);
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Hallmark.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return folder;
    }

    private static Task<RegisteredBatches> RegisterAsync(Acting acting, string dataset = "plants") =>
        acting.ActAsync(new RegisterFile(acting.Write("plants.csv", Plants.Csv(20, seed: 1)), dataset)
        {
            As = "garden",
            Label = "kind",
            BatchSize = 20,
        });

    private static async Task<EvidenceVerdict> VerifyAsync(Acting acting, ulong entry) => Verify(
        await acting.AskAsync(new GetEvidence(new EntryIndex(entry), Witnessed: false)), await acting.AskAsync(new GetTrust([], 0)));

    /// <summary>As an outsider does, from bytes alone.</summary>
    private static EvidenceVerdict Verify(EvidenceBundle bundle, TrustRoot trust) => new VerifyEvidence(
        EvidenceBundle.Read(bundle.ToBytes()), TrustRoot.Read(System.Text.Encoding.UTF8.GetBytes(trust.ToText()))).Execute();
}
