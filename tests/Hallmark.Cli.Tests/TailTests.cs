using Hallmark.Audit.Tests;

namespace Hallmark.Cli.Tests;

/// <summary>Heads and marks against somebody who holds the whole home.</summary>
public sealed class TailTests(ClinicsRun clinics)
{
    [Fact]
    public void A_mark_moved_back_behind_a_damaged_block_is_no_crash()
    {
        using HomeCopy home = clinics.Copy();
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        byte[] whole = File.ReadAllBytes(home.Ledger);
        LedgerBytes.RollBack(home.Ledger, bytes.Blocks[^6]);
        using (FileStream file = File.Open(home.Ledger, FileMode.Append))
        {
            file.Write(whole.AsSpan(bytes.Blocks[^6].End));
        }
        HomeCopy.Flip(home.Ledger, bytes.Blocks[^3].Outcomes[0].Offset + 20);
        byte[] before = File.ReadAllBytes(home.Ledger);

        Assert.Contains(
            "sealed blocks stand behind it", (string?)home.Audit(3, "tampered").First("chain.broken")["message"], StringComparison.Ordinal);
        Cli.Run(home.Path, "member", "add", "eve", "--role", "reader").Expect(3);
        Assert.Equal(before, File.ReadAllBytes(home.Ledger));
    }

    /// <summary>Zeros without end behind the ledger, which cost nobody a byte of disk.</summary>
    [Fact]
    public void A_tail_longer_than_any_crash_leaves_is_named_and_not_waited_for()
    {
        using HomeCopy home = clinics.Copy();
        using (FileStream file = File.Open(home.Ledger, FileMode.Open, FileAccess.ReadWrite))
        {
            file.SetLength(40L << 30);
        }
        Assert.Contains(
            "more than a crash leaves", (string?)home.Audit(3, "tampered").First("chain.broken")["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_never_writes_over_the_head_that_proves_a_rollback()
    {
        using HomeCopy home = clinics.Copy();
        string kept = Path.Combine(home.Path, "kept.head");
        File.Copy(clinics.HeadFile, kept);
        string text = File.ReadAllText(kept);
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        LedgerBytes.RollBack(home.Ledger, bytes.Blocks[^6]);
        byte[] before = File.ReadAllBytes(home.Ledger);

        CliResult refused = Cli.Run(home.Path, "run", ClinicsRun.PipelineFile, "--head-out", kept);

        refused.Expect(3);
        Assert.Contains("rolled back", refused.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(kept));
        Assert.Equal(before, File.ReadAllBytes(home.Ledger));
        Cli.Run(home.Path, "member", "add", "eve", "--role", "reader", "--head-out", kept).Expect(3);
        Assert.Equal(before, File.ReadAllBytes(home.Ledger));
    }

    [Fact]
    public void A_missing_ledger_and_broken_settings_are_findings()
    {
        using HomeCopy home = clinics.Copy();
        File.WriteAllText(Path.Combine(home.Path, "hallmark.json"), "{");
        Assert.NotNull(home.Audit(1, "incomplete").First("home.config"));
        File.Delete(home.Ledger);
        Assert.NotNull(home.Audit(3, "tampered").First("ledger.missing"));
    }
}
