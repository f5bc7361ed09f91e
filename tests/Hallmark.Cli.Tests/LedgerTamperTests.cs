using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence.Cose;

namespace Hallmark.Cli.Tests;

/// <summary>The ledger's file is altered, cut, rolled back or replaced; see docs/tamper-matrix.md.</summary>
public sealed class LedgerTamperTests(ClinicsRun clinics)
{
    [Theory]
    [InlineData("treeRoot", "chain.entry")]
    [InlineData("outcomesRoot", "chain.outcome")]
    [InlineData("stateRoot", "chain.state")]
    [InlineData("previous", "chain.header")]
    [InlineData("time", "chain.seal")]
    public void HeaderByte(string field, string code)
    {
        using HomeCopy home = clinics.Copy();
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        BlockBytes block = bytes.Blocks[5];
        // Behind the field's name stand at least two bytes of value, whatever its type.
        HomeCopy.Flip(home.Ledger, bytes.Find(block.Header, Encoding.ASCII.GetBytes(field)) + field.Length + 4);

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        Assert.Equal(5, (int?)findings.First(code)["height"]);
        Assert.Equal(5, (int?)findings.First("chain.seal")["height"]);
    }

    [Fact]
    public void LossOfAStep()
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
    public void Outcome()
    {
        using HomeCopy home = clinics.Copy();
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        EntryPart judged = bytes.Entries.First(entry => entry.Statement.Kind == BatchJudge.Kind && Contains(bytes, entry, "refused"));
        // As if another verdict had been given: one letter is enough.
        HomeCopy.Flip(home.Ledger, bytes.Find(bytes.OutcomeOf(judged), "refused"u8));

        JsonNode[] findings = [.. home.Audit(3, "tampered").Where(finding => finding.Code() == "chain.outcome")];

        Assert.Contains(findings, finding => (int?)finding["entry"] == judged.Index && (int?)finding["height"] == judged.Height);
    }

    [Fact]
    public void Seal()
    {
        using HomeCopy home = clinics.Copy();
        BlockBytes block = LedgerBytes.Read(home.Ledger).Blocks[7];
        HomeCopy.Flip(home.Ledger, block.Seal.Offset + block.Seal.Length - 1);

        JsonNode finding = Assert.Single(home.Audit(3, "tampered"));

        Assert.Equal(("chain.seal", 7), (finding.Code(), (int?)finding["height"]));
    }

    [Theory]
    [InlineData(0)] // magic
    [InlineData(11)] // format
    [InlineData(20)] // ledger id
    [InlineData(2000)] // must be zero
    public void FirstPage(int position)
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.Ledger, position);

        home.Audit(3, "tampered").First("chain.broken");
    }

    [Fact]
    public void BothMarks()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.Ledger, 520);
        HomeCopy.Flip(home.Ledger, 1032);

        home.Audit(3, "tampered").First("chain.broken");
    }

    [Fact]
    public void OneMark()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.Ledger, 520);

        Assert.Contains("commit mark", (string?)home.Audit(3, "tampered").First("chain.broken")["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void FrameLength()
    {
        using HomeCopy home = clinics.Copy();
        HomeCopy.Flip(home.Ledger, LedgerBytes.Read(home.Ledger).Blocks[6].Start + 3);

        Assert.Equal(6, (int?)home.Audit(3, "tampered").First("chain.broken")["height"]);
    }

    [Fact]
    public void TwoBatchesSwappedInTheSchedule()
    {
        using HomeCopy home = clinics.Copy();
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        EntryPart schedule = bytes.Only(ScheduleCommit.Kind, "wdbc");
        IReadOnlyList<string> batches = home.Scheduled();
        (string first, string second) = batches.SelectMany(one => batches.Select(other => (one, other))).First(
            pair => pair.one != pair.other && pair.one.Length == pair.other.Length);
        HomeCopy.Overwrite(home.Ledger, bytes.Find(schedule.Part, Encoding.ASCII.GetBytes(first)), Encoding.ASCII.GetBytes(second));
        HomeCopy.Overwrite(home.Ledger, bytes.Find(schedule.Part, Encoding.ASCII.GetBytes(second)), Encoding.ASCII.GetBytes(first));

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        JsonNode signature = findings.First("entry.signature");
        Assert.Equal((schedule.Index, "hospital-ai"), ((int?)signature["entry"], (string?)signature["member"]));
        Assert.Contains("schedule.commit", (string?)signature["message"], StringComparison.Ordinal);
        Assert.Equal(schedule.Index, (int?)findings.First("schedule.not-reproducible")["entry"]);
    }

    [Fact]
    public void KeyReplacedInTheMembersEntry()
    {
        using HomeCopy home = clinics.Copy();
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        EntryPart added = bytes.Only(MemberAdd.Kind, "clinic-a");
        byte[] key = Payload.Read<MemberAdd>(added.Statement).Key.Encoded;
        using var other = KeySigner.Create();
        HomeCopy.Overwrite(home.Ledger, bytes.Find(added.Part, key), other.PublicKey.Encoded);

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        Assert.Contains(findings, finding => finding.Code() == "entry.signature" && (int?)finding["entry"] == added.Index);
        Assert.Contains(findings, finding => finding.Code() == "entry.signature" && (string?)finding["member"] == "clinic-a");
        Assert.Equal("clinic-a", (string?)findings.Only("key.replaced")["member"]);
    }

    [Fact]
    public void LastBlockCutOff()
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
    public void RollbackShowsOnlyAgainstTheHead()
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
    public void RewrittenEndShowsAgainstTheHead()
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
    public void ReforgedLedgerShowsAgainstTheHead()
    {
        string head = clinics.ShortHeadFile;
        using var home = new HomeCopy(clinics.OtherHome);

        Assert.Empty(home.Audit(0, "good"));
        Assert.Equal("head.other-ledger", Assert.Single(home.Audit(3, "tampered", "--head", head)).Code());
    }

    [Fact]
    public void OnlyTheLedgersFileReplaced()
    {
        using HomeCopy home = clinics.Copy();
        File.Copy(Path.Combine(clinics.OtherHome, "ledger.log"), home.Ledger, overwrite: true);

        IReadOnlyList<JsonNode> findings = home.Audit(3, "tampered");

        findings.Only("head.other-ledger");
        Assert.Contains(findings, finding => finding.Code() == "key.replaced");
    }

    private static bool Contains(LedgerBytes bytes, EntryPart entry, string text)
    {
        string outcome = Encoding.Latin1.GetString(
            [.. Enumerable.Range(0, bytes.OutcomeOf(entry).Length).Select(i => bytes.At(bytes.OutcomeOf(entry).Offset + i))]);
        return outcome.Contains(text, StringComparison.Ordinal);
    }
}
