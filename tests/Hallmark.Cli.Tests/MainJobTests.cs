using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hallmark.Cli.Tests;

/// <summary>The main job, end to end.</summary>
public sealed class MainJobTests(ClinicsRun clinics)
{
    [Fact]
    public void The_answer_carries_what_it_must()
    {
        JsonNode json = clinics.Json;

        Assert.Matches("^[0-9a-f]{64}$", (string)json["ledger"]!["id"]!);
        Assert.True((int)json["ledger"]!["height"]! > 0);
        Assert.True((int)json["ledger"]!["entries"]! > (int)json["ledger"]!["height"]!);
        Assert.Equal("good", (string?)json["audit"]!["verdict"]);
        Assert.Equal(
            ["comparison.attested", "home.unvouched", "file.unvouched"],
            json["audit"]!["findings"]!.AsArray().Select(item => item!.Code()));
        Assert.Equal(
            "hallmark.json has a field that is nobody's word: which pipeline made the home is not on the ledger",
            json["audit"]!["findings"]!.AsArray().Single(item => item!.Code() == "home.unvouched")!.Text("message"));
        Assert.All(json["audit"]!["findings"]!.AsArray(), item => Assert.Equal("note", item!.Text("severity")));
        Assert.Equal("wdbc/run/1", (string?)json["run"]!["id"]);
        Assert.Matches("^[0-9a-f]{64}$", (string)json["run"]!["modelDigest"]!);
        Assert.InRange((double)json["run"]!["testAccuracy"]!, 0.5, 1);
        Assert.InRange((double)json["run"]!["testAccuracyAll"]!, 0.3, 1);
        Assert.Equal(20, json["run"]!["comparison"]!["chosenPpm"]!.AsArray().Count);
        JsonNode head = json["head"]!;
        Assert.Equal(
            File.ReadAllText(clinics.HeadFile),
            $"hallmark-head v1\nledger {head["ledger"]}\nheight {head["height"]}\nheader {head["header"]}\n"
            + $"size {head["size"]}\nroot {head["root"]}\n");
    }

    [Fact]
    public void Every_batch_is_judged_with_reasons()
    {
        JsonNode[] batches = [.. clinics.Json["batches"]!.AsArray().Select(batch => batch!)];

        Assert.Equal(["clinic-a", "clinic-b", "clinic-c"], batches.Select(batch => (string)batch["provider"]!).Distinct().Order());
        foreach (JsonNode batch in batches)
        {
            string verdict = (string)batch["verdict"]!;
            Assert.Contains(verdict, (string[])["accepted", "quarantined", "refused"]);
            Assert.InRange((double)batch["score"]!, 0, 1);
            Assert.True(verdict == "accepted" || batch["reasons"]!.AsArray().Count > 0, $"{batch["id"]} is {verdict} without a reason");
        }
        // The clinic with the wrong labels is kept out, and only it.
        Assert.DoesNotContain(batches, batch => (string?)batch["provider"] == "clinic-c" && (string?)batch["verdict"] == "accepted");
        Assert.All(
            batches.Where(batch => (string?)batch["provider"] != "clinic-c"), batch => Assert.Equal("accepted", (string?)batch["verdict"]));
    }

    [Fact]
    public void The_audit_covers_everything()
    {
        JsonNode coverage = clinics.Json["audit"]!["coverage"]!;

        Assert.Equal((int)clinics.Json["ledger"]!["height"]! + 1, (int)coverage["blocks"]!);
        Assert.Equal((int)clinics.Json["ledger"]!["entries"]!, (int)coverage["entries"]!);
        foreach ((string all, string done) in ((string, string)[])
            [
                ("entries", "signatures"), ("batches", "batchesHashed"), ("judged", "remeasured"), ("schedules", "schedulesRecomputed"),
                ("runs", "runsReplayed"), ("checkpoints", "checkpointsHashed"),
            ])
        {
            Assert.Equal((int)coverage[all]!, (int)coverage[done]!);
            Assert.NotEqual(0, (int)coverage[done]!);
        }
    }

    [Fact]
    public void The_report_is_self_contained()
    {
        string path = (string)clinics.Json["report"]!;
        string html = File.ReadAllText(path);

        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("""(src|href)\s*=\s*["'](?!#)""", RegexOptions.IgnoreCase), html);
        Assert.DoesNotMatch(new Regex("""url\(|@import|<script""", RegexOptions.IgnoreCase), html);
        Assert.All(clinics.Json["batches"]!.AsArray(), batch => Assert.Contains((string)batch!["id"]!, html, StringComparison.Ordinal));
    }

    [Fact]
    public void Private_keys_are_the_owners_alone()
    {
        string[] keys = Directory.GetFiles(Path.Combine(clinics.Home, "keys"));

        Assert.Equal(7, keys.Count(key => key.EndsWith(".pem", StringComparison.Ordinal)));
        Assert.Equal(5, keys.Count(key => key.EndsWith(".agreement", StringComparison.Ordinal)));
        Assert.Contains(keys, key => key.EndsWith("log.ed25519", StringComparison.Ordinal));
        Assert.Equal(13, keys.Length);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Assert.All(keys, key => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(key).UnixFileMode));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            new DirectoryInfo(Path.Combine(clinics.Home, "keys")).UnixFileMode);
    }

    [Fact]
    public void A_second_run_adds_nothing()
    {
        using HomeCopy home = clinics.Copy();
        byte[] before = File.ReadAllBytes(home.Ledger);

        CliResult again = Cli.Run(home.Path, "run", ClinicsRun.PipelineFile, "--json").Expect(0);

        Assert.Contains("everything was on record already", again.Error, StringComparison.Ordinal);
        Assert.Equal(clinics.Json["ledger"]!.ToJsonString(), again.Json["ledger"]!.ToJsonString());
        Assert.Equal(clinics.Json["run"]!.ToJsonString(), again.Json["run"]!.ToJsonString());
        Assert.Equal(before, File.ReadAllBytes(home.Ledger));
    }

    [Fact]
    public void Another_pipeline_on_this_home_is_refused()
    {
        using HomeCopy home = clinics.Copy();
        byte[] before = File.ReadAllBytes(home.Ledger);

        CliResult other = Cli.Run(home.Path, "run", clinics.ShortPipelineFile, "--json").Expect(2);

        Assert.Equal(other.Error.Trim(), (string?)JsonNode.Parse(other.Out)!["error"]);
        Assert.Contains("another pipeline", Assert.Single(other.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(home.Ledger));
    }

    [Fact]
    public void For_people_there_is_a_table_and_the_path_of_the_report()
    {
        using HomeCopy home = clinics.Copy();

        CliResult again = Cli.Run(home.Path, "run", ClinicsRun.PipelineFile).Expect(0);

        Assert.Contains("clinic-c", again.Out, StringComparison.Ordinal);
        Assert.Contains("over 20 seeds", again.Out, StringComparison.Ordinal);
        Assert.Contains($"report: {home.File("report.html")}", again.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', again.Out + again.Error);
    }
}
