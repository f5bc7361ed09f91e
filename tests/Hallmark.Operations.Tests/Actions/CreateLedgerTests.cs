using Hallmark.Data.Records;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>What a ledger and its datasets may be called and hold is said before anything is made.</summary>
public sealed class CreateLedgerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task A_name_as_short_or_as_long_as_may_be_is_the_ledgers(int length)
    {
        using var folder = new HomeFolder();
        var home = new Home(folder.Path("home"));
        Head head = await new CreateLedger(new string('n', length), "alice").ExecuteAsync(home, TimeProvider.System);
        using var reader = new HomeReader(home);
        Assert.Equal(head, reader.Catalog.Ledger.Head);
        Assert.Equal(length, Genesis.Read(reader.Catalog.Ledger.ReadEntry(default).Statement.Payload).Name.Length);
    }

    [Fact]
    public async Task What_a_ledger_cannot_be_is_named_and_leaves_nothing_behind()
    {
        using var folder = new HomeFolder();
        var home = new Home(folder.Path("home"));
        await RefusedAsync(new CreateLedger("", "alice"), "--name: a ledger's name has 1 to 64 characters");
        await RefusedAsync(new CreateLedger(new string('n', 65), "alice"), "--name: a ledger's name has 1 to 64 characters");
        await RefusedAsync(new CreateLedger("n", "Alice"), "'Alice' is not a name");
        await RefusedAsync(new CreateLedger("n", "ledger"), "is the ledger itself");
        await RefusedAsync(new CreateLedger("n", "alice") { Quorum = 0 }, "--quorum: 1 to 1000");
        await RefusedAsync(new CreateLedger("n", "alice") { Quorum = 1001 }, "--quorum: 1 to 1000");
        await RefusedAsync(new CreateLedger("n", "alice") { MintLimit = 0 }, "--credits: at least 1");
        Assert.False(Directory.Exists(home.Directory));

        async Task RefusedAsync(CreateLedger wrong, string complaint) => Assert.Contains(
            complaint, (await Assert.ThrowsAsync<UsageException>(() => wrong.ExecuteAsync(home, TimeProvider.System))).Message);
    }

    [Fact]
    public async Task A_dataset_has_a_name_that_everybody_can_spell_and_nothing_is_stored_of_one_that_has_none()
    {
        using Acting acting = await Acting.BeginAsync();
        await acting.AddAsync("garden", "provider");
        var schema = new Schema([new Column("height", ColumnType.Float64)]);
        ulong size = acting.Size();
        UsageException refused = await Assert.ThrowsAsync<UsageException>(
            () => acting.ActAsync(new CreateDataset("my/plants", schema)));
        Assert.Contains("'my/plants' is not a name", refused.Message);
        Assert.Equal(size, acting.Size());
        string objects = Path.Combine(acting.Home.Directory, "objects");
        Assert.Empty(Directory.Exists(objects) ? Directory.GetFiles(objects, "*", SearchOption.AllDirectories) : []);
        Assert.Equal("plants", (await acting.ActAsync(new CreateDataset("plants", schema))).Name);
    }
}
