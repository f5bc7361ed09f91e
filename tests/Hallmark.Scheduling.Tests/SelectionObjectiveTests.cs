using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests;

public class SelectionObjectiveTests
{
    private static readonly ScheduleOptions s_options =
        new(1_000, SelectionMethod.Greedy, 1) { DiversityWeightPpm = 600_000, IntegrityWeightPpm = 400_000 };

    [Fact]
    public void Follows_its_definition_on_a_small_case()
    {
        // Two points, 2 apart, each 1 from their mean: likeness 1 / (1 + 2 / 1).
        Candidate[] candidates = [Sample.Candidate("a", 30, 900_000, 0), Sample.Candidate("b", 10, 500_000, 2)];
        var objective = new SelectionObjective(candidates, s_options with { BudgetRecords = 30 });
        double diversity = ((30 * 1) + (10 * 0.333333)) / 40;
        double integrity = 30 * 0.9 / 30;
        Assert.Equal((0.6 * diversity) + (0.4 * integrity), objective.Evaluate([0]), 1e-12);
        Assert.Equal(0, objective.Evaluate([]));
    }

    [Fact]
    public void Is_one_for_everything_with_perfect_scores()
    {
        Candidate[] candidates = [.. Sample.Candidates(20, 1).Select(candidate => candidate with { ScorePpm = 1_000_000 })];
        var objective = new SelectionObjective(candidates, s_options with { BudgetRecords = Sample.AllRecords(candidates) });
        Assert.Equal(1, objective.Evaluate([.. Enumerable.Range(0, 20)]), 1e-12);
        Assert.Equal(1_000_000, SimulatedAnnealing.Choose(objective, 100, 1).ValuePpm);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Incremental_and_naive_agree_exactly_over_any_moves(int count)
    {
        var objective = new SelectionObjective(Sample.Candidates(count, (ulong)count), s_options);
        var selection = new IncrementalSelection(objective);
        var random = new SeededRandom(1, "moves");
        for (int step = 0; step < 400; step++)
        {
            double before = selection.Value;
            int candidate = random.NextInt(count);
            int other = random.NextInt(count);
            double change;
            if (!selection.Contains(candidate))
            {
                change = selection.ChangeByAdding(candidate);
                selection.Add(candidate);
            }
            else if (selection.Contains(other))
            {
                change = selection.ChangeByRemoving(candidate);
                selection.Remove(candidate);
            }
            else
            {
                change = selection.ChangeBySwapping(candidate, other);
                selection.Remove(candidate);
                selection.Add(other);
            }
            Assert.Equal(objective.Evaluate([.. selection.Chosen]), selection.Value);
            Assert.Equal(selection.Value - before, change, 1e-12);
            Assert.Equal((long)Math.Floor(selection.Value * 1e6), selection.ToSelection().ValuePpm, 1.0);
            Assert.Equal(selection.Chosen.Sum(objective.RecordsOf), selection.Records);
        }
    }

    [Fact]
    public void Never_falls_and_gains_only_shrink_as_the_choice_grows()
    {
        var objective = new SelectionObjective(Sample.Candidates(15, 3), s_options);
        var random = new SeededRandom(2, "sets");
        for (int i = 0; i < 300; i++)
        {
            int[] large = [.. Enumerable.Range(0, 14).Where(_ => random.NextInt(2) == 0)];
            int[] small = [.. large.Where(_ => random.NextInt(2) == 0)];
            double Gain(int[] set) => objective.Evaluate([.. set, 14]) - objective.Evaluate(set);
            Assert.InRange(Gain(large), 0, Gain(small) + 1e-12);
        }
    }

    [Fact]
    public void A_candidate_that_cannot_be_used_is_named_with_its_field()
    {
        Candidate good = Sample.Candidate("good", 1, 1, 0, 0);
        (Candidate Bad, string Field)[] cases =
        [
            (good with { Batch = "bad", Records = 0 }, nameof(Candidate.Records)),
            (good with { Batch = "bad", Records = long.MaxValue }, nameof(Candidate.Records)),
            (good with { Batch = "bad", ScorePpm = 1_000_001 }, nameof(Candidate.ScorePpm)),
            (good with { Batch = "bad", Embedding = [0] }, nameof(Candidate.Embedding)),
            (good with { Batch = "bad", Embedding = [0, float.NaN] }, nameof(Candidate.Embedding)),
        ];
        Assert.All(cases, pair =>
        {
            string message = Assert.Throws<ArgumentException>(() => new SelectionObjective([good, pair.Bad], s_options)).Message;
            Assert.Contains("Batch bad", message);
            Assert.Contains(pair.Field, message);
        });
        Assert.Throws<ArgumentException>(() => new SelectionObjective([], s_options));
    }
}
