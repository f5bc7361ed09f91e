using System.Diagnostics;
using System.Text.Json.Nodes;
using Hallmark.Audit.Tests;

namespace Hallmark.Cli.Tests;

/// <summary>The process dies at any moment; the same command goes on from there.</summary>
public sealed class CrashTests(ClinicsRun clinics)
{
    /// <summary>Killed again and again on one home, then let run to its end.</summary>
    [Theory]
    [InlineData(11, 5)]
    [InlineData(12, 5)]
    public void A_run_killed_at_random_times_finishes_the_same(int seed, int kills)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        string home = folder["home"];
        for (int i = 0; i < kills; i++)
        {
            using Process process = Cli.Start(home, ["run", clinics.ShortPipelineFile, "--json"]);
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            // The first stages take most of a second; a later kill comes further.
            process.WaitForExit(TimeSpan.FromMilliseconds(300 + random.Next(700) * (i + 1)));
            process.Kill();
            process.WaitForExit();
            if (File.Exists(Path.Combine(home, "ledger.log")))
            {
                ExpectsNothingButATornGroup(home);
            }
        }

        AssertFinishes(home);
    }

    /// <summary>Stops behind the block of each stage, as if the process had died right after it.</summary>
    [Theory]
    [InlineData("member.add", 1)]
    [InlineData("batch.register", 4)]
    [InlineData("batch.judge", 0)]
    [InlineData("schedule.commit", 0)]
    [InlineData("run.step", 6)]
    [InlineData("run.step", 11)]
    public void A_run_stopped_behind_any_block_finishes_the_same(string kind, int number)
    {
        _ = clinics.ShortJson;
        using var home = new HomeCopy(clinics.ShortHome);
        LedgerBytes bytes = LedgerBytes.Read(home.Ledger);
        BlockBytes last = bytes.Blocks[bytes.Entries.Where(entry => entry.Statement.Kind == kind).ElementAt(number).Height];
        LedgerBytes.RollBack(home.Ledger, last);
        if (number % 2 == 0)
        {
            // Checkpoints that are lost are trained again.
            Directory.Delete(home.File("runs"), recursive: true);
        }

        AssertFinishes(home.Path);
    }

    /// <summary>The first batch to be judged is refused, and with it leaves what the others are compared with.</summary>
    [Fact]
    public void Judging_cut_off_behind_a_refusal_comes_to_the_same_scores()
    {
        using var folder = new TemporaryFolder();
        string text = File.ReadAllText(clinics.ShortPipelineFile);
        string pipeline = folder.Write("c-first.yaml", text
            .Replace("clinic-a.csv\n    provider: clinic-a", "clinic-?", StringComparison.Ordinal)
            .Replace("clinic-c.csv\n    provider: clinic-c", "clinic-a.csv\n    provider: clinic-a", StringComparison.Ordinal)
            .Replace("clinic-?", "clinic-c.csv\n    provider: clinic-c", StringComparison.Ordinal));
        string home = folder["home"];
        JsonNode whole = Cli.Run(home, "run", pipeline, "--json").Expect(0).Json;
        string ledger = Path.Combine(home, "ledger.log");
        LedgerBytes bytes = LedgerBytes.Read(ledger);
        EntryPart first = bytes.Entries.First(entry => entry.Statement.Kind == "batch.judge");
        Assert.Equal(
            "refused", (string?)whole["batches"]!.AsArray().Single(batch => (string?)batch!["id"] == first.Statement.Subject)!["verdict"]);
        LedgerBytes.RollBack(ledger, bytes.Blocks[first.Height]);
        File.Delete(Path.Combine(home, "report.head")); // it would, rightly, forbid to go on

        JsonNode resumed = Cli.Run(home, "run", pipeline, "--json").Expect(0).Json;

        Assert.Equal(whole["batches"]!.AsArray().Select(Judged), resumed["batches"]!.AsArray().Select(Judged));
        Assert.Equal((string?)whole["run"]!["modelDigest"], (string?)resumed["run"]!["modelDigest"]);
        Assert.Empty(resumed["audit"]!.Troubles());

        static string Judged(JsonNode? batch) => $"{batch!["id"]} {batch["verdict"]} {batch["score"]} {batch["reasons"]!.ToJsonString()}";
    }

    [Fact]
    public void The_tail_of_an_unfinished_group_is_cut_and_reported()
    {
        _ = clinics.ShortJson;
        using var home = new HomeCopy(clinics.ShortHome);
        using (FileStream file = File.Open(home.Ledger, FileMode.Append))
        {
            file.Write([0, 0, 3, 0, 1, 2, 3]);
        }
        JsonNode audit = home.Audit().Expect(1).Json;
        Assert.Equal("chain.tail", Assert.Single(audit.Troubles()).Code());

        Assert.Contains("cut off: 7 bytes", Cli.Run(home.Path, "run", clinics.ShortPipelineFile).Expect(0).Error, StringComparison.Ordinal);

        Assert.Empty(home.Audit().Expect(0).Json.Troubles());
    }

    /// <summary>Four zeros stand behind the last block while the file is settled: nothing is missing there.</summary>
    [Fact]
    public void A_home_whose_writer_was_killed_while_it_settled_the_ledger_is_good()
    {
        _ = clinics.ShortJson;
        using var home = new HomeCopy(clinics.ShortHome);
        using (FileStream file = File.Open(home.Ledger, FileMode.Append))
        {
            file.Write([0, 0, 0, 0]);
        }
        Assert.Empty(home.Audit().Expect(0).Json.Troubles());

        Assert.DoesNotContain("cut off", Cli.Run(home.Path, "run", clinics.ShortPipelineFile).Expect(0).Error, StringComparison.Ordinal);

        Assert.Equal(0, File.ReadAllBytes(home.Ledger).Length - LedgerBytes.Read(home.Ledger).Blocks[^1].End);
    }

    [Fact]
    public void A_half_made_home_is_made_again()
    {
        _ = clinics.ShortJson;
        using var home = new HomeCopy(clinics.ShortHome);
        File.Move(home.Ledger, home.Ledger + ".new");

        AssertFinishes(home.Path);
    }

    /// <summary>
    /// Killed in the middle of a block, a process leaves bytes that the audit has to report; killed between making a key and putting its
    /// member on record, a key that the audit notes; killed while it trains, an open run; files that no statement names yet. Nothing else
    /// may be there.
    /// </summary>
    private static void ExpectsNothingButATornGroup(string home)
    {
        CliResult audit = Cli.Run(home, "audit", "--json");
        string[] codes = [.. audit.Json["findings"]!.AsArray().Select(finding => finding!.Code()!)];
        string[] left =
        [
            "chain.tail", "key.unregistered", "run.open", "file.unvouched", "home.unvouched", "file.stray", "object.orphan",
            "comparison.attested",
        ];
        Assert.True(codes.All(left.Contains), string.Join(", ", codes));
        audit.Expect(codes.Contains("chain.tail") ? 1 : 0);
    }

    private void AssertFinishes(string home)
    {
        JsonNode json = Cli.Run(home, "run", clinics.ShortPipelineFile, "--json").Expect(0).Json;
        Assert.Equal("good", (string?)json["audit"]!["verdict"]);
        Assert.Empty(json["audit"]!.Troubles());
        Assert.Equal((string?)clinics.ShortJson["run"]!["modelDigest"], (string?)json["run"]!["modelDigest"]);
    }
}
