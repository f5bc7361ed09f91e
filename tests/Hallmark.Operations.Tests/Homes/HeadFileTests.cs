using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Tests.Homes;

/// <summary>A head kept outside its home is the one proof of a rollback: only a later head of the same ledger takes its place.</summary>
public sealed class HeadFileTests
{
    [Fact]
    public async Task A_later_head_takes_the_place_of_an_earlier_one_and_an_earlier_one_never()
    {
        using Acting acting = await Acting.BeginAsync();
        string file = acting.Write("kept.head", HeadOf(acting).ToText());
        Head early = HeadOf(acting);
        await acting.AddAsync("bob", "reader");
        HeadFile.Advance(acting.Home, file, HeadOf(acting));
        Assert.Equal(HeadOf(acting), HeadFile.Read(file));
        HeadFile.Advance(acting.Home, file, early);
        Assert.Equal(HeadOf(acting), HeadFile.FindKept(acting.Home, file));
        Assert.Null(HeadFile.FindKept(acting.Home, file + ".none"));
    }

    [Fact]
    public async Task A_head_of_a_ledger_that_is_gone_or_another_is_not_written_over()
    {
        using Acting acting = await Acting.BeginAsync();
        using Acting other = await Acting.BeginAsync();
        string kept = HeadOf(acting).ToText();
        string file = acting.Write("kept.head", kept);
        Refused(other.Home, "the head kept elsewhere is of ledger ");
        using var folder = new HomeFolder();
        Refused(new Home(folder.Path("empty")), $"a head of ledger {HeadOf(acting).Ledger} is kept there, the home holds no ledger");
        Assert.Equal(kept, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        void Refused(Home home, string complaint)
        {
            RolledBackException refused = Assert.Throws<RolledBackException>(() => HeadFile.Advance(home, file, HeadOf(other)));
            Assert.StartsWith($"{file}: ", refused.Message);
            Assert.Contains(complaint, refused.Message);
            Assert.EndsWith("; nothing was written over it", refused.Message);
        }
    }

    private static Head HeadOf(Acting acting)
    {
        using var reader = new HomeReader(acting.Home);
        return reader.Catalog.Ledger.Head;
    }
}
