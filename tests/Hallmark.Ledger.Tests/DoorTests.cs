using System.Globalization;
using System.Numerics;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Tests;

/// <summary>What is not let in leaves no trace; what is forbidden leaves a denial.</summary>
public sealed class DoorTests
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", NumberStyles.HexNumber);

    [Fact]
    public async Task Bytes_that_are_no_statement_are_refused()
    {
        byte[] good = World.Sign().Bytes.ToArray();
        await Refused("COSE_Sign1", []);
        await Refused("COSE_Sign1", [0xff, 0x00]);
        await Refused("COSE_Sign1", good[..^1]);
        await Refused("COSE_Sign1", [.. good, 0]);
        await Refused("has 64513 bytes", new byte[Statement.MaxBytes + 1]);
    }

    [Fact]
    public async Task A_statement_for_another_ledger_is_refused() =>
        await Refused("statement aud", World.Sign(ledger: Digest.Of("other"u8)));

    [Fact]
    public async Task A_key_that_nobody_registered_is_refused() => await Refused("statement kid", World.Sign(signer: World.Stranger));

    [Fact]
    public async Task A_name_that_the_key_does_not_belong_to_is_refused() => await Refused("statement iss", World.Sign(issuer: "mallory"));

    [Fact]
    public async Task Kinds_that_only_the_ledger_issues_are_refused()
    {
        await Refused("only the ledger itself", World.Sign(Genesis.Kind));
        await Refused("only the ledger itself", World.Sign(Denial.Kind));
    }

    [Fact]
    public async Task A_kind_that_the_contracts_do_not_know_is_refused() => await Refused("is not known", World.Sign("riddle"));

    [Fact]
    public async Task A_changed_signature_or_payload_is_refused()
    {
        CoseSign1 message = CoseSign1.Read(World.Sign().Bytes);
        await Refused("statement signature", (message with { Signature = Flip(message.Signature, 0) }).ToBytes());
        await Refused("statement signature", (message with { Signature = Flip(message.Signature, 63) }).ToBytes());
        await Refused("statement signature", (message with { Signature = new byte[64] }).ToBytes());
        await Refused("statement signature", (message with { Payload = Flip(message.Payload!.Value, 3) }).ToBytes());
        await Refused("statement signature", (message with { Signature = message.Signature[..63] }).ToBytes());
    }

    [Fact]
    public async Task The_same_statement_and_its_high_s_twin_are_taken_once()
    {
        Statement statement = World.Sign();
        CoseSign1 message = CoseSign1.Read(statement.Bytes);
        var s = new BigInteger(message.Signature.Span[32..], isUnsigned: true, isBigEndian: true);
        byte[] other = (Order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] signature = [.. message.Signature.Span[..32], .. new byte[32 - other.Length], .. other];
        byte[] twin = (message with { Signature = signature }).ToBytes();
        using var key = new VerificationKey(World.Member.PublicKey);
        Assert.True(Statement.Read(twin).Verify(key), "the twin does not verify: the test shows nothing");
        await AfterwardsRefused(statement, "already in the ledger", statement.Bytes.ToArray(), twin);
    }

    [Fact]
    public async Task What_is_stuffed_into_the_unprotected_header_is_dropped_and_does_not_make_a_second_entry()
    {
        Statement statement = World.Sign();
        byte[] stuffed = (CoseSign1.Read(statement.Bytes) with { Unprotected = new byte[] { 0xa1, 0x18, 0x63, 0x01 } }).ToBytes();
        await AfterwardsRefused(statement, "already in the ledger", stuffed);
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        var accepted = Assert.IsType<Submission.Accepted>(await ledger.SubmitAsync(stuffed));
        Assert.Equal(statement.Bytes.ToArray(), ledger.View.ReadEntry(accepted.Entry).Statement.Bytes.ToArray());
        Assert.Equal(statement.Bytes.ToArray(), World.Blocks(disk.Content())[^1].Block.Entries[0].ToArray());
    }

    [Fact]
    public async Task A_forbidden_statement_becomes_a_denial_and_cannot_come_again_also_after_reopening()
    {
        var disk = new MemoryDisk(World.Fresh);
        Statement secret = World.Sign(NoteContracts.Secret);
        await using (Ledger ledger = World.Open(disk))
        {
            Digest root = ledger.View.State.Root;
            var denied = Assert.IsType<Submission.Denied>(await ledger.SubmitAsync(secret.Bytes));
            Assert.Equal(("note.secret", "secrets are not noted"), (denied.Outcome.Rule, denied.Outcome.Reason));
            LedgerEntry entry = ledger.View.ReadEntry(denied.Entry);
            var denial = Denial.Read(entry.Statement);
            Assert.Equal((Denial.Kind, Denial.Issuer, secret.Id.ToString()),
                (entry.Statement.Kind, entry.Statement.Issuer, entry.Statement.Subject));
            Assert.Equal(("note.secret", secret.Id), (denial.Rule, denial.Denied.Id));
            Assert.Equal(denied.Outcome.ToBytes(), entry.Outcome.ToBytes());
            Assert.Equal(WriteSet.NextRoot(root, WriteSet.DigestOf([])), ledger.View.State.Root);
            Assert.Null(ledger.View.State.Find("note/s"));
            Assert.Contains("already", Assert.IsType<Submission.Refused>(await ledger.SubmitAsync(secret.Bytes)).Reason);
        }
        await using Ledger again = World.Open(disk);
        Assert.Contains("already", Assert.IsType<Submission.Refused>(await again.SubmitAsync(secret.Bytes)).Reason);
    }

    [Fact]
    public async Task No_receipt_speaks_of_the_denied_statement()
    {
        var disk = new MemoryDisk(World.Fresh);
        Statement secret = World.Sign(NoteContracts.Secret);
        await using Ledger ledger = World.Open(disk);
        await ledger.SubmitAsync(secret.Bytes);
        using var key = new VerificationKey(World.Authority.PublicKey);
        foreach (LedgerEntry entry in ledger.View.Entries())
        {
            Assert.NotEqual(secret.LeafHash, entry.Statement.LeafHash);
            var receipt = Receipt.Read(ledger.View.Receipt(entry.Index));
            Assert.Equal(ReceiptStatus.Registered, receipt.Check(entry.Statement.Bytes.Span, key));
            Assert.NotEqual(ReceiptStatus.Registered, receipt.Check(secret.Bytes.Span, key));
        }
    }

    [Fact]
    public async Task The_largest_statement_fits_even_where_it_is_denied()
    {
        int overhead = World.Sign(NoteContracts.Secret, size: 60_000).Bytes.Length - 60_000;
        Statement largest = World.Sign(NoteContracts.Secret, size: Statement.MaxBytes - overhead);
        Assert.Equal(Statement.MaxBytes, largest.Bytes.Length);
        var disk = new MemoryDisk(World.Fresh);
        await using (Ledger ledger = World.Open(disk))
        {
            Assert.IsType<Submission.Denied>(await ledger.SubmitAsync(largest.Bytes));
        }
        Assert.Equal(3UL, World.OpenRead(disk.Content()).Size.Value);
    }

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, int place)
    {
        byte[] flipped = bytes.ToArray();
        flipped[place] ^= 1;
        return flipped;
    }

    private static Task Refused(string reason, Statement statement) => Refused(reason, statement.Bytes.ToArray());

    private static async Task Refused(string reason, byte[] bytes)
    {
        var disk = new MemoryDisk(World.Fresh);
        await using (Ledger ledger = World.Open(disk))
        {
            Assert.Contains(reason, Assert.IsType<Submission.Refused>(await ledger.SubmitAsync(bytes)).Reason);
            Assert.Equal(2UL, ledger.View.Size.Value);
        }
        Assert.Equal(World.Fresh, disk.Content());
    }

    private static async Task AfterwardsRefused(Statement first, string reason, params byte[][] later)
    {
        var disk = new MemoryDisk(World.Fresh);
        await using Ledger ledger = World.Open(disk);
        Assert.IsType<Submission.Accepted>(await ledger.SubmitAsync(first.Bytes));
        byte[] before = disk.Content();
        foreach (byte[] bytes in later)
        {
            Assert.Contains(reason, Assert.IsType<Submission.Refused>(await ledger.SubmitAsync(bytes)).Reason);
        }
        Assert.Equal(before, disk.Content());
    }
}
