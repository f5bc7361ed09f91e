using System.Text;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Learning;

namespace Hallmark.Cli.Tests;

/// <summary>Checks, schedules and runs see the same columns of the same data.</summary>
public sealed class FeatureTests
{
    [Fact]
    public void A_column_that_only_numbers_records_is_left_out_by_the_check_the_schedule_the_run_and_its_replay()
    {
        using var scenario = new Scenario();
        string[] lines = Scenario.Plants(80, seed: 1).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var numbered = new StringBuilder("row," + lines[0] + "\n");
        foreach ((int row, string line) in lines.Skip(1).Index())
        {
            numbered.Append($"{row},{line}\n");
        }
        string csv = scenario.Write("plants.csv", numbered.ToString());
        Assert.Equal(["row"], scenario.Do("check", csv, "--label", "kind").Texts("rowNumbers"));

        scenario.Do("init", "--name", "plants", "--admin", "boss");
        scenario.Do("member", "add", "garden", "--role", "provider");
        scenario.Do("member", "add", "lab", "--role", "validator");
        scenario.Do("member", "add", "school", "--role", "trainer");
        scenario.Do("register", csv, "--dataset", "plants", "--label", "kind", "--batch-size", "20");
        scenario.Do("judge", "plants");
        scenario.Do("grant", "school", "plants", "--until", "2999-12-31");
        scenario.Do("schedule", "plants", "--budget", "60", "--method", "greedy", "--seed", "3");
        scenario.Do("train", "plants", "--hidden", "4", "--epochs", "3");

        ScheduleCommit commit = scenario.Look(catalog =>
            catalog.Commit(catalog.Ledger.State.Find(ScheduleKeys.Schedule("plants/schedule/1"))!));
        Assert.Equal(["row"], commit.LeftOut);
        Assert.Equal(ScheduleTerms.AllKinds, commit.Direct!.Terms.Features);
        byte[] model = File.ReadAllBytes(scenario.File("runs", "plants-run-1", "model.bin"));
        Assert.Equal(2, ModelFormat.Read(model).ValueOrThrow().Scaler.Features);
        scenario.Audit(0, "good", "--replay");
    }
}
