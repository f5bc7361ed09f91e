using Hallmark.Client.Indexing;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Snapshots;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Client.Tests.Indexing;

/// <summary>The index finds what scanning the ledger finds, wherever it has it from; one that does not hold is passed over.</summary>
public sealed class LedgerIndexTests : IAsyncLifetime
{
    private const int Small = 10; // so that the file is written early

    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-index").FullName;
    private Home _home = null!;

    private SnapshotFile IndexFile => new(new RegularFiles(_path), "kept");

    public async ValueTask InitializeAsync()
    {
        _home = new Home(System.IO.Path.Combine(_path, "home"));
        await new CreateLedger("notes", "alice").ExecuteAsync(_home, TimeProvider.System);
        await GrowAsync(30);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_path, recursive: true);
        return default;
    }

    [Fact]
    public async Task What_it_finds_is_what_a_scan_finds_before_and_after_the_file_is_written()
    {
        using (LedgerIndex first = Open())
        {
            ComparesWithScan(first);
            Keep(first);
        }
        using (LedgerIndex second = Open())
        {
            ComparesWithScan(second);
            Assert.Null(second.Problem);
        }
        await GrowAsync(25);
        using LedgerIndex third = Open();
        ComparesWithScan(third);
        Keep(third);
        ComparesWithScan(third);
        using LedgerIndex fourth = Open();
        ComparesWithScan(fourth);
        Assert.Null(fourth.Problem);
    }

    [Fact]
    public void The_catalog_finds_statements_by_id_member_kind_and_policy()
    {
        using HomeReader home = new(_home);
        Catalog catalog = home.Catalog;
        LedgerEntry[] all = [.. catalog.Ledger.Entries()];
        Assert.All(all, entry => Assert.Equal(entry.Index, catalog.FindStatement(entry.Said.Id)?.Index));
        Assert.Null(catalog.FindStatement(Digest.Of("nothing"u8)));
        Assert.Equal(
            all.Where(entry => entry.Said.Issuer == "alice").Select(entry => entry.Index),
            catalog.StatementsOf("alice").Select(entry => entry.Index));
        Assert.Equal(
            all.Where(entry => entry.Statement.Kind == CreditMint.Kind && entry.Statement.Subject == "alice").Select(entry => entry.Index),
            catalog.Statements(CreditMint.Kind, "alice").Select(entry => entry.Index));
        Assert.NotEmpty(catalog.Statements(CreditMint.Kind, "alice"));
        PolicyDocument other = catalog.AdmissionPolicy();
        Assert.Equal(other.Digest, catalog.Policy(other.Digest)?.Digest);
        Assert.Null(catalog.Policy(Digest.Of("no policy"u8)));
    }

    [Fact]
    public void Readings_that_were_denied_are_found_as_readings()
    {
        using HomeReader home = new(_home);
        LedgerEntry[] denied = [.. home.Catalog.Ledger.Entries().Where(entry => entry.Statement.Kind == Denial.Kind)];
        Assert.NotEmpty(denied);
        Assert.Equal(denied.Select(entry => entry.Index), home.Catalog.Uses().Select(entry => entry.Index));
        Assert.Equal(denied.Select(entry => entry.Index), home.Catalog.Uses("none/alice/1").Select(entry => entry.Index));
        Assert.Empty(home.Catalog.Uses("none/alice/2"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-13)]
    [InlineData(-60)]
    public void A_file_with_one_byte_changed_is_passed_over_and_nothing_is_missed(int at)
    {
        using (LedgerIndex index = Open())
        {
            Keep(index);
        }
        string path = System.IO.Path.Combine(_path, "kept");
        byte[] bytes = File.ReadAllBytes(path);
        using HomeReader home = new(_home);
        Assert.Null(LedgerIndex.Examine(IndexFile, home.Catalog.Ledger));
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.NotNull(LedgerIndex.Examine(IndexFile, home.Catalog.Ledger));
        using LedgerIndex changed = Open();
        ComparesWithScan(changed);
        Assert.NotNull(changed.Problem);
    }

    [Fact]
    public async Task A_damaged_page_does_not_keep_the_next_file_from_being_good()
    {
        using (LedgerIndex index = Open())
        {
            Keep(index);
        }
        string path = System.IO.Path.Combine(_path, "kept");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[8] ^= 1;
        File.WriteAllBytes(path, bytes);
        await GrowAsync(15);
        using (LedgerIndex damaged = Open())
        {
            Keep(damaged);
        }
        using LedgerIndex again = Open();
        ComparesWithScan(again);
        Assert.Null(again.Problem);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(500)]
    public void A_file_that_was_cut_off_is_passed_over(int length)
    {
        using (LedgerIndex index = Open())
        {
            Keep(index);
        }
        using (FileStream file = File.OpenWrite(System.IO.Path.Combine(_path, "kept")))
        {
            file.SetLength(length);
        }
        using LedgerIndex cut = Open();
        ComparesWithScan(cut);
        Assert.NotNull(cut.Problem);
    }

    [Fact]
    public async Task The_index_of_another_ledger_is_passed_over()
    {
        using (LedgerIndex index = Open())
        {
            Keep(index);
        }
        Directory.Delete(_home.Directory, recursive: true);
        await new CreateLedger("others", "alice").ExecuteAsync(_home, TimeProvider.System);
        await GrowAsync(12);
        using LedgerIndex other = Open();
        ComparesWithScan(other);
        Assert.Contains("not signed by a maker", other.Problem);
    }

    [Fact]
    public void An_index_signed_by_a_stranger_is_passed_over()
    {
        using (LedgerIndex index = Open())
        using (HomeReader home = new(_home))
        using (KeySigner stranger = KeySigner.Create())
        {
            Assert.Null(index.KeepIfDue(home.Catalog.Ledger, stranger, Small));
        }
        using LedgerIndex forged = Open();
        ComparesWithScan(forged);
        Assert.Contains("not signed by a maker", forged.Problem);
    }

    [Fact]
    public async Task A_writer_keeps_the_index_when_enough_has_come()
    {
        await using (Workspace workspace = await Workspace.OpenAsync(_home, _ => { }, TimeProvider.System))
        {
            MemberSession alice = workspace.ActAs("alice", Roles.Admin);
            await alice.SubmitAllAsync(Enumerable.Range(0, (int)LedgerIndex.DefaultKeepEvery).Select(_ => new CreditMint("alice", 1)));
        }
        using HomeReader home = new(_home);
        Assert.True(File.Exists(System.IO.Path.Combine(_home.Directory, "index")));
        using var index = new LedgerIndex(new SnapshotFile(_home.Files, "index"));
        Assert.Equal(
            home.Catalog.Ledger.Entries().Count(entry => entry.Statement.Kind == CreditMint.Kind),
            index.Find(home.Catalog.Ledger, Term.About(CreditMint.Kind, "alice")).Count);
        Assert.Null(index.Problem);
    }

    private LedgerIndex Open() => new(IndexFile);

    private void Keep(LedgerIndex index)
    {
        using HomeReader home = new(_home);
        using KeySigner own = new HomeKeys(_home).Find(Denial.Issuer)!;
        Assert.Null(index.KeepIfDue(home.Catalog.Ledger, own, Small));
    }

    private void ComparesWithScan(LedgerIndex index)
    {
        using HomeReader home = new(_home);
        LedgerView ledger = home.Catalog.Ledger;
        var scanned = new Dictionary<Term, List<EntryIndex>>();
        foreach (LedgerEntry entry in ledger.Entries())
        {
            foreach (Term term in Term.Of(entry).Distinct())
            {
                scanned.TryAdd(term, []);
                scanned[term].Add(entry.Index);
            }
        }
        Assert.All(scanned, pair => Assert.Equal(pair.Value, index.Find(ledger, pair.Key)));
        Assert.Empty(index.Find(ledger, Term.OfMember("nobody")));
    }

    /// <summary>Minted credits, in several blocks, and a reading that is denied.</summary>
    private async Task GrowAsync(int entries)
    {
        await using Workspace workspace = await Workspace.OpenAsync(_home, _ => { }, TimeProvider.System);
        MemberSession alice = workspace.ActAs("alice", Roles.Admin);
        foreach (int[] group in Enumerable.Range(0, entries).Chunk(7))
        {
            await alice.SubmitAllAsync(group.Select(_ => new CreditMint("alice", 1)));
        }
        var use = new AccessUse("none", ["none/alice/1"], ReadFor.Purpose("training"));
        await Assert.ThrowsAsync<StatementDeniedException>(() => alice.SubmitAsync(use));
    }
}
