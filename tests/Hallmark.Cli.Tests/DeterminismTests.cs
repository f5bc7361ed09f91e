using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>The same pipeline, seed and data give the same bits everywhere.</summary>
public sealed class DeterminismTests(ClinicsRun clinics)
{
    [Fact]
    public void Another_home_comes_to_the_same() => AssertSame(clinics.ShortJson, clinics.OtherJson);

    [Fact]
    public void The_ledgers_of_two_homes_differ() =>
        Assert.NotEqual((string?)clinics.ShortJson["ledger"]!["id"], (string?)clinics.OtherJson["ledger"]!["id"]);

    [Theory]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    [InlineData("DOTNET_PROCESSOR_COUNT=1")]
    [InlineData("LANG=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0")]
    public void Another_machine_comes_to_the_same_and_replays_it(params string[] environment)
    {
        using var folder = new TemporaryFolder();
        var variables = environment.Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        JsonNode json = Cli.RunWith(variables, folder["home"], "run", clinics.ShortPipelineFile, "--json").Expect(0).Json;

        AssertSame(clinics.ShortJson, json);
        // And what one machine recorded, another replays.
        JsonNode audit = Cli.RunWith(variables, clinics.ShortHome, "audit", "--replay", "--json").Expect(0).Json;
        Assert.Equal(1, (int)audit["coverage"]!["runsReplayed"]!);
    }

    private static void AssertSame(JsonNode expected, JsonNode found)
    {
        Assert.Equal((string?)expected["run"]!["modelDigest"], (string?)found["run"]!["modelDigest"]);
        Assert.Equal((double)expected["run"]!["testAccuracy"]!, (double)found["run"]!["testAccuracy"]!);
        Assert.Equal((double)expected["run"]!["testAccuracyAll"]!, (double)found["run"]!["testAccuracyAll"]!);
        Assert.Equal(Batches(expected), Batches(found));
        Assert.Equal("good", (string?)found["audit"]!["verdict"]);
    }

    private static IEnumerable<string> Batches(JsonNode json) =>
        json["batches"]!.AsArray().Select(
            batch => $"{batch!["id"]} {batch["root"]} {batch["verdict"]} {batch["score"]} {batch["reasons"]!.ToJsonString()}");
}
