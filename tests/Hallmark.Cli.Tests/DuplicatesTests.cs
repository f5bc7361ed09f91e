using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Exact copies across datasets, through the program.</summary>
public sealed class DuplicatesTests(GardenRun garden)
{
    [Fact]
    public void Copies_are_found_in_another_dataset_and_in_the_same_batch()
    {
        using Scenario scenario = garden.Open();
        JsonNode before = scenario.Do("duplicates");
        Assert.Equal((80, 4), ((long)before["records"]!, (long)before["batches"]!));
        Assert.Empty(before.List("copies"));
        string[] lines = GardenRun.Csv.TrimEnd().Split('\n');
        string csv = scenario.Write("weeds.csv", $"{lines[0]}\n9.75,8.5,a\n{lines[31]}\n9.75,8.5,a\n");
        scenario.Do("register", csv, "--dataset", "weeds", "--label", "kind", "--as", "garden");
        JsonNode after = scenario.Do("duplicates");
        string batch = scenario.Do("batches", "weeds").List("batches").Single().Text("id");
        Assert.Equal(83, (long)after["records"]!);
        Assert.Equal(
            [(batch, 1, "plants/garden/2", 10), (batch, 2, batch, 0)],
            after.List("copies").Select(copy => (copy.Text("batch"), (int)copy["record"]!, copy.Text("of"), (int)copy["ofRecord"]!)));
        string told = Cli.Run(scenario.Home, "duplicates", "--records", "1").Expect(0).Out;
        Assert.Contains($"{batch} record 1 copies plants/garden/2 record 10", told, StringComparison.Ordinal);
        Assert.Contains("and 1 more", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_that_cannot_be_looked_at_are_named()
    {
        using Scenario closed = garden.Sealed();
        JsonNode none = closed.Run(1, "duplicates").Json;
        Assert.Equal((0, 4), ((int)none["records"]!, none.List("notRead").Count()));
        string told = Cli.Run(closed.Home, "duplicates").Expect(1).Error;
        Assert.Contains("incomplete: 4 of 4 batches were not looked at", told, StringComparison.Ordinal);
        using Scenario damaged = garden.Open();
        string tree = damaged.Object(damaged.Look(catalog => catalog.Manifest(catalog.Batch("plants/garden/3")).Tree));
        File.Delete(tree);
        JsonNode left = damaged.Run(1, "duplicates").Json;
        Assert.Equal("plants/garden/3", Assert.Single(left.List("notRead")).Text("batch"));
        Assert.Equal(60, (long)left["records"]!);
    }
}
