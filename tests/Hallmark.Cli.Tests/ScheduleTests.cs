using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Schedules through the program: what is asked of them, what is recorded, and that anybody can choose again.</summary>
public sealed class ScheduleTests(GardenRun garden)
{
    private Scenario Granted()
    {
        Scenario scenario = garden.Open();
        scenario.Do("grant", "school", "plants", "--until", "2999-12-31");
        return scenario;
    }

    private static string Batch(int number) => $"plants/garden/{number}";

    [Theory]
    [InlineData("greedy")]
    [InlineData("swap")]
    [InlineData("sa")]
    [InlineData("ga")]
    [InlineData("pso")]
    [InlineData("exact")]
    public void What_is_chosen_is_recorded_with_its_terms_and_chosen_again(string method)
    {
        using Scenario scenario = Granted();
        JsonNode schedule = scenario.Do("schedule", "plants", "--budget", "40", "--method", method, "--seed", "3", "--exclude", Batch(1));
        Assert.Equal((method, "chosen", 3UL), (schedule.Text("method"), schedule.Text("seedOrigin"), (ulong)schedule["seed"]!));
        Assert.Equal(2, schedule.Texts("batches").Count);
        Assert.DoesNotContain(Batch(1), schedule.Texts("batches"));
        Assert.InRange((double)schedule["value"]!, 0, (double)schedule["upperBound"]!);
        Assert.False((bool)schedule["stopped"]!);
        Assert.Equal("good", scenario.Do("schedule", "--check", schedule.Text("schedule")).Text("result"));
        JsonNode again = scenario.Do("schedule", "plants", "--budget", "40", "--method", method, "--seed", "3", "--exclude", Batch(1));
        Assert.Equal(schedule.Texts("batches"), again.Texts("batches"));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void What_must_be_chosen_is_and_what_costs_too_much_is_not()
    {
        using Scenario scenario = Granted();
        string costs = scenario.Write("costs.csv", $"batch,cost\n{Batch(1)},5\n{Batch(2)},9\n{Batch(3)},6\n");
        JsonNode schedule = scenario.Do(
            "schedule", "plants", "--budget", "14", "--unit", "credits", "--costs", costs, "--include", Batch(2), "--class-min", "15",
            "--order", "curriculum");
        Assert.Equal([Batch(1), Batch(2)], schedule.Texts("batches").Order(StringComparer.Ordinal));
        Assert.Equal((14, 40, "credits"), ((int)schedule["cost"]!, (int)schedule["records"]!, schedule.Text("unit")));
        Assert.NotEqual("auto", schedule.Text("method"));
        Assert.Equal("good", scenario.Do("schedule", "--check", schedule.Text("schedule")).Text("result"));
        scenario.Run(1, "schedule", "plants", "--budget", "80", "--class-min", "41");
        scenario.Run(1, "schedule", "plants", "--budget", "40", "--include", Batch(1), "--provider-cap", "49");
        scenario.Run(1, "schedule", "plants", "--budget", "40", "--include", "plants/garden/9");
        Assert.Single(scenario.Do("schedule", "plants", "--budget", "80", "--provider-cap", "25").Texts("batches"));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void The_chosen_batches_are_shared_among_workers()
    {
        using Scenario scenario = Granted();
        string file = scenario.Write("workers.csv", "worker,speed\nfast,20\nslow,10\n");
        JsonNode shared = scenario.Do("schedule", "plants", "--budget", "60", "--workers", file)["allocation"]!;
        Assert.Equal((2.0, true), ((double)shared["makespan"]!, (bool)shared["proven"]!));
        Assert.Equal(
            [("fast", 2), ("slow", 1)], shared.List("workers").Select(worker => (worker.Text("worker"), worker.Texts("batches").Count)));
        Assert.Equal(20, (double)scenario.Do("schedule", "plants", "--budget", "40", "--workers", "2")["allocation"]!["makespan"]!);
        scenario.Run(2, "schedule", "plants", "--budget", "40", "--workers", "0");
        Assert.Contains(
            "line 2", scenario.Run(2, "schedule", "plants", "--budget", "40", "--workers", scenario.Write("bad.csv", "a,1\nb,0\n")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_without_the_content_is_incomplete_and_with_altered_content_tampered()
    {
        using Scenario scenario = Granted();
        string schedule = scenario.Do("schedule", "plants", "--budget", "40").Text("schedule");
        string content = scenario.Object(scenario.Look(catalog => catalog.Manifest(catalog.Batch(Batch(2)))).Content);
        byte[] bytes = File.ReadAllBytes(content);
        HomeCopy.Flip(content, bytes.Length - 9);
        scenario.Run(3, "schedule", "--check", schedule);
        File.Delete(content);
        scenario.Run(1, "schedule", "--check", schedule);
    }

    [Fact]
    public void What_stood_when_it_was_chosen_is_what_counts_when_it_is_chosen_again()
    {
        using Scenario scenario = Granted();
        foreach (string name in (string[])["one", "two", "three"])
        {
            scenario.Do("member", "add", name, "--role", "validator");
        }
        scenario.Do("credits", "mint", "10", "garden");
        scenario.Do("challenge", "open", Batch(1), "--deposit", "5", "--as", "garden");
        JsonNode schedule = scenario.Do("schedule", "plants", "--budget", "80", "--seed", "1");
        Assert.DoesNotContain(Batch(1), schedule.Texts("batches")); // under challenge
        scenario.Do("challenge", "vote", "1", "--as", "one");
        scenario.Do("challenge", "vote", "1", "--as", "two");
        Assert.Contains(Batch(1), scenario.Do("schedule", "plants", "--budget", "80", "--seed", "1").Texts("batches"));

        Assert.Equal("good", scenario.Do("schedule", "--check", schedule.Text("schedule")).Text("result"));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void The_weights_are_those_of_the_policy_and_credibility_is_what_it_was_then()
    {
        using Scenario scenario = Granted();
        string policy = scenario.Write("scheduling.yaml", """
            name: scheduling
            version: 1
            governs: [schedule.commit, schedule.request]
            schedule:
              diversity: 30 %
              redundancy: 0 %
              credibility: 25 %
            """);
        scenario.Do("policy", "deploy", policy);
        scenario.Denied("schedule.weights", "schedule", "plants", "--budget", "40", "--diversity", "50");
        JsonNode schedule = scenario.Do("schedule", "plants", "--budget", "40", "--seed", "5");
        Assert.Equal((0.3, 0.7, 0.25), ((double)schedule["weights"]!["diversity"]!, (double)schedule["weights"]!["integrity"]!,
            (double)schedule["weights"]!["credibility"]!));
        string csv = scenario.Write("more.csv", Scenario.Plants(100, seed: 4));
        scenario.Do("register", csv, "--dataset", "plants", "--batch-size", "50");
        scenario.Do("judge", "plants"); // changes what the provider is worth
        JsonNode later = scenario.Do("schedule", "plants", "--budget", "40", "--seed", "5", "--exclude", Batch(5), "--exclude", Batch(6));
        Assert.NotEqual((double)schedule["value"]!, (double)later["value"]!);

        Assert.Equal("good", scenario.Do("schedule", "--check", schedule.Text("schedule")).Text("result"));
        Assert.Equal("good", scenario.Do("schedule", "--check", later.Text("schedule")).Text("result"));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void A_policy_file_whose_weights_do_not_sum_is_refused_with_its_line()
    {
        using Scenario scenario = Granted();
        string policy = scenario.Write("scheduling.yaml",
            "name: scheduling\nversion: 1\ngoverns: [schedule.commit]\nschedule:\n  diversity: 30 %\n  integrity: 80 %\n");
        Assert.Contains("scheduling.yaml, line 5", scenario.Run(2, "policy", "deploy", policy).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_that_are_no_costs_are_named_by_file_and_line()
    {
        using Scenario scenario = Granted();
        string costs = scenario.Write("costs.csv", $"batch,cost\n{Batch(1)},5\n{Batch(2)},many\n");
        Assert.Contains("line 3", scenario.Run(2, "schedule", "plants", "--budget", "40", "--unit", "credits", "--costs", costs).Error,
            StringComparison.Ordinal);
        scenario.Run(2, "schedule", "plants", "--budget", "40", "--costs", scenario.Write("good.csv", $"{Batch(1)},5\n"));
        scenario.Run(2, "schedule", "plants", "--budget", "40", "--seconds", "0");
        scenario.Run(2, "schedule", "plants", "--budget", "40", "--provider-cap", "0");
    }
}
