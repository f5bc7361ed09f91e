using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;
using Hallmark.Ledger.Writer;

namespace Hallmark.Audit.Tests;

/// <summary>
/// Ledgers that are whole and sealed by their own authority, and still are not what an outsider remembers: every rollback, and
/// every point from which one may be forged anew.
/// </summary>
public sealed class HeadCheckTests : IDisposable
{
    private const int Blocks = 9;

    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-head").FullName;

    [Fact]
    public async Task Every_rollback_is_named_with_the_blocks_that_are_gone()
    {
        List<Head> heads = await Made();
        for (int k = 1; k <= Blocks; k++)
        {
            RollBack(Blocks - k);
            Finding finding = Compare(heads[^1])!;
            Assert.Equal(
                ("head.rollback", AuditVerdict.Tampered, (ulong?)(Blocks - k + 1)), (finding.Code, finding.Severity, finding.Height));
            Assert.Contains(k == 1 ? ": 1 block was rolled back" : $": {k} blocks were rolled back", finding.Message);
            Assert.All(heads, head => Assert.Equal(head.Height.Value > (ulong)(Blocks - k), Compare(head) is not null));
        }
    }

    [Fact]
    public async Task A_ledger_forged_anew_from_any_block_on_is_named_however_long_it_is()
    {
        List<Head> heads = await Made();
        for (int from = Blocks - 1; from >= 0; from--)
        {
            RollBack(from);
            await Grow("forged", Blocks - from + 1);
            foreach (Head head in heads)
            {
                Finding? finding = Compare(head);
                Assert.Equal(head.Height.Value > (ulong)from ? "head.reforged" : null, finding?.Code);
                Assert.Equal(finding is null ? null : head.Height.Value, finding?.Height);
            }
        }
    }

    [Fact]
    public async Task Another_ledger_in_its_place_is_named()
    {
        List<Head> heads = await Made();
        File.Delete(Path.Combine(_path, "ledger.log"));
        await WriterFolder.CreateAsync(_path);
        await Grow("first", Blocks);
        Assert.All(heads, head => Assert.Equal("head.other-ledger", Compare(head)?.Code));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Makes the ledger; answers its head after each block, genesis first.</summary>
    private async Task<List<Head>> Made()
    {
        await WriterFolder.CreateAsync(_path);
        return await Grow("first", Blocks);
    }

    private async Task<List<Head>> Grow(string run, int blocks)
    {
        using var folder = new WriterFolder(_path);
        await using Ledger.Ledger ledger = folder.Open();
        List<Head> heads = [ledger.View.Head];
        for (int i = 0; i < blocks; i++)
        {
            Submission answer = await ledger.SubmitAsync(folder.Sign(ledger.View.Id, WriterContracts.Note, $"{run}/{i}").Bytes);
            Assert.IsType<Submission.Accepted>(answer);
            heads.Add(ledger.View.Head);
        }
        return heads;
    }

    private Finding? Compare(Head head)
    {
        using var folder = new WriterFolder(_path);
        using FileStorage storage = FileStorage.OpenRead(folder.LedgerPath);
        return HeadCheck.Compare(Ledger.Ledger.OpenRead(storage, folder.Contracts), head);
    }

    /// <summary>Cuts the file behind a block and makes both marks say so: from inside, nothing is wrong with it.</summary>
    private void RollBack(int height)
    {
        using FileStorage storage = FileStorage.Open(Path.Combine(_path, "ledger.log"));
        var file = new LedgerFile(storage);
        (long end, byte[] frame) = (LedgerFile.PageSize, []);
        for (int i = 0; i <= height; i++)
        {
            frame = file.ReadFrame(end, storage.Length)!;
            end += LedgerFile.LengthSize + frame.Length;
        }
        Digest ledger = file.ReadPage().Ledger;
        storage.Cut(end);
        file.Settle(ledger, new CommitMark(end, new BlockHeight((ulong)height), Digest.Of(BlockRecord.Read(frame).Header.Span)));
    }
}
