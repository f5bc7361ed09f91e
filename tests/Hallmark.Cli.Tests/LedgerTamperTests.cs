using System.Text.Json.Nodes;
using Hallmark.Audit.Tests;
using Hallmark.Contracts.Runs;

namespace Hallmark.Cli.Tests;

/// <summary>The ledger's file is altered, cut, rolled back or replaced; see docs/tamper-matrix.md.</summary>
public sealed class LedgerTamperTests(ClinicsRun clinics)
{
    [Fact]
    public void An_altered_loss_of_a_step_is_named_with_its_entry()
    {
        using HomeCopy home = clinics.Copy();
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        EntryPart step = bytes.Entries.Where(entry => entry.Statement.Kind == RunStep.Kind).ElementAt(9);
        // "loss", then a CBOR integer: its head byte and its value.
        long at = bytes.Find(step.Part, "\u0064loss"u8) + 5;
        HomeCopy.Flip(home.Ledger, at + (bytes.At(at) == 0x1a ? 4 : 2));

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        JsonNode signature = findings.Only("entry.signature");
        Assert.Equal(
            (step.Index, step.Height, "hospital-ai"), ((int?)signature["entry"], (int?)signature["height"], (string?)signature["member"]));
        Assert.Contains("run.step", (string?)signature["message"], StringComparison.Ordinal);
        Assert.Equal(step.Height, (int?)findings.First("chain.entry")["height"]);
    }

    [Fact]
    public void A_last_block_that_is_cut_off_is_named()
    {
        using HomeCopy home = clinics.Copy();
        BlockBytes last = LedgerBytes.Read(home.Ledger).Blocks[^1];
        using (FileStream file = File.Open(home.Ledger, FileMode.Open))
        {
            file.SetLength(last.Start + 10);
        }

        Assert.Equal(last.Height, (int?)home.Audit(3, "tampered").First("chain.broken")["height"]);
        Assert.Contains("committed", Cli.Run(home.Path, "batches", "wdbc").Expect(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rollback_shows_only_against_the_head()
    {
        using HomeCopy home = clinics.Copy();
        List<BlockBytes> blocks = LedgerBytes.Read(home.Ledger).Blocks;
        LedgerBytes.RollBack(home.Ledger, blocks[^4]);

        Assert.Empty(home.Audit(0, "good"));
        JsonNode finding = Assert.Single(home.Audit(3, "tampered", "--head", clinics.HeadFile));

        Assert.Equal(("head.rollback", blocks[^3].Height), (finding.Code(), (int?)finding["height"]));
        Assert.Contains("3 blocks", (string?)finding["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_rewritten_end_shows_against_the_head()
    {
        using HomeCopy home = clinics.Copy();
        List<BlockBytes> blocks = LedgerBytes.Read(home.Ledger).Blocks;
        LedgerBytes.RollBack(home.Ledger, blocks[^2]);
        // The operator holds every key: the run is closed once more, in another block of the same height.
        Cli.Run(home.Path, "run", ClinicsRun.PipelineFile).Expect(0);

        JsonNode finding = Assert.Single(home.Audit(3, "tampered", "--head", clinics.HeadFile));

        Assert.Equal(("head.reforged", blocks[^1].Height), (finding.Code(), (int?)finding["height"]));
    }

    [Fact]
    public void A_reforged_ledger_shows_against_the_head()
    {
        string head = clinics.ShortHeadFile;
        using var home = new HomeCopy(clinics.OtherHome);

        Assert.Empty(home.Audit(0, "good"));
        Assert.Equal("head.other-ledger", Assert.Single(home.Audit(3, "tampered", "--head", head)).Code());
    }

    [Fact]
    public void Another_ledgers_file_in_this_home_is_named()
    {
        using HomeCopy home = clinics.Copy();
        File.Copy(Path.Combine(clinics.OtherHome, "ledger.log"), home.Ledger, overwrite: true);

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        findings.Only("head.other-ledger");
        Assert.Contains(findings, finding => finding.Code() == "key.replaced");
    }
}
