using Hallmark.Evidence;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>Bytes as they were on the day they were fixed; made by hand from the descriptions, not by the code.</summary>
public sealed class FrozenBytesTests
{
    private static readonly Digest Id = Digest.FromBytes([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void A_write_set_is_digested_in_order_of_keys_with_the_last_write_counting()
    {
        byte[] canonical = Convert.FromHexString(
            "00000001" + "61" + "00" + "00000002" + "6262" + "01" + "00000003" + "010203" + "00000001" + "63" + "01" + "00000000");
        StateWrite[] writes = [new("c", []), new("bb", [9]), new("a", [7]), new("bb", [1, 2, 3]), new("a", null)];
        Assert.Equal(Digest.Of(canonical), WriteSet.DigestOf(writes));
        Assert.Equal(Digest.Of([]), WriteSet.DigestOf([]));
        Assert.Equal(Digest.Of([.. Id.ToArray(), .. Digest.Of(canonical).ToArray()]), WriteSet.NextRoot(Id, Digest.Of(canonical)));
    }

    [Fact]
    public void An_outcome_has_the_frozen_bytes()
    {
        string digest = "5820" + Convert.ToHexStringLower(Id.ToArray());
        var accepted = new Outcome { Policies = [Id], Events = [new LedgerEvent("e", [("k", "v")])], Writes = Id };
        Assert.Equal(
            "a4" + "666576656e747381a3" + "646e616d656165" + "6676616c756573816176" + "6a61747472696275746573" + "81616b"
                + "66666f726d617401" + "66777269746573" + digest + "68706f6c6963696573" + "81" + digest,
            Convert.ToHexStringLower(accepted.ToBytes()));
        var denied = new Outcome { Rule = "r", Reason = "no", Writes = Id };
        Assert.Equal(
            "a6" + "6472756c656172" + "666576656e747380" + "66666f726d617401" + "66726561736f6e626e6f" + "66777269746573" + digest
                + "68706f6c696369657380",
            Convert.ToHexStringLower(denied.ToBytes()));
        Assert.Equal(denied.ToBytes(), Outcome.Read(denied.ToBytes()).ToBytes());
        Assert.Equal("v", Outcome.Read(accepted.ToBytes()).Events[0].Find("k"));
    }

    [Fact]
    public void A_block_record_and_its_frame_have_the_frozen_bytes()
    {
        var block = new BlockRecord(
            new byte[] { 1 }, new byte[] { 2, 3 }, [new byte[] { 4 }, new byte[] { 5, 6 }], [new byte[] { 7 }, new byte[] { 8 }]);
        const string Record =
            "00000001" + "01" + "00000002" + "0203" + "00000002" + "0001" + "04" + "0002" + "0506" + "00000001" + "07" + "00000001" + "08";
        Assert.Equal(Record, Convert.ToHexStringLower(block.ToBytes()));
        byte[] frame = [];
        int length = LedgerFile.Frame(block, ref frame);
        Assert.Equal("00000020" + Record, Convert.ToHexStringLower(frame.AsSpan(0, length)));
        Assert.Equal(block.ToBytes(), BlockRecord.Read(block.ToBytes()).ToBytes());
    }

    [Fact]
    public void A_block_record_with_any_byte_too_few_or_too_many_is_malformed()
    {
        byte[] bytes = new BlockRecord(new byte[] { 1 }, new byte[] { 2, 3 }, [new byte[] { 4 }], [new byte[] { 7 }]).ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<MalformedException>(() => BlockRecord.Read(bytes[..length]));
        }
        Assert.Throws<MalformedException>(() => BlockRecord.Read((byte[])[.. bytes, 0]));
        Assert.Throws<MalformedException>(() => BlockRecord.Read(Convert.FromHexString("000000000000000000000000")));
        Assert.Throws<MalformedException>(() => BlockRecord.Read(Convert.FromHexString("000000000000000000001001")));
    }

    [Fact]
    public void The_first_page_and_its_marks_have_the_frozen_bytes()
    {
        byte[] page = new byte[LedgerFile.PageSize];
        Convert.FromHexString("48414c4c4d41524b" + "00000001").CopyTo(page, 0);
        Id.ToArray().CopyTo(page, 12);
        Assert.Equal(page, LedgerFile.NewPage(Id));

        var disk = new MemoryDisk(page);
        var file = new LedgerFile(disk);
        var hash = Digest.Of("header"u8);
        byte[] mark = [.. Convert.FromHexString("0000000000001234" + "0000000000000007"), .. hash.ToArray()];
        mark = [.. mark, .. Digest.Of([.. "hallmark/mark"u8, .. Id.ToArray(), .. mark]).ToArray()];
        file.WriteMark(Id, new CommitMark(0x1234, new BlockHeight(7), hash));
        mark.CopyTo(page, 1024);
        Assert.Equal(page, disk.Content());
        Assert.Equal([new CommitMark(0x1234, new BlockHeight(7), hash)], file.ReadPage().Marks);
        file.WriteMark(Id, new CommitMark(0x1000, new BlockHeight(6), hash));
        Assert.Equal([0x1000L, 0x1234L], file.ReadPage().Marks.Select(item => item.Length));
    }
}
