using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

/// <summary>What a run claims is bound before it begins.</summary>
public sealed class BoundRunTests
{
    private static readonly string[] Batches = ["scans/paul/1", "scans/paul/2", "scans/paul/3"];

    [Fact]
    public void A_run_is_measured_only_on_records_that_were_fixed_before_its_schedule()
    {
        var office = new Office();
        Ready(office);
        EvaluationSet late = Office.HeldOut with { Root = Digest.Of("late"u8) };
        office.Denies("run.evaluation", "tina", Office.Open() with { Evaluation = late });
        office.Accepts("paul", new EvaluationCommit("scans", late));
        office.Denies("evaluation.again", "vera", new EvaluationCommit("scans", late));
        office.Denies("run.evaluation", "tina", Office.Open() with { Evaluation = late });
        office.Accepts("tina", Office.Schedule(Batches));
        office.Accepts("tina", Office.Open("scans/schedule/2") with { Evaluation = late });
        office.Accepts("tina", Office.Open() with { Evaluation = null });
        Assert.Equal("paul", office.Get(RunKeys.Evaluation("scans", late.Root)).By);
    }

    [Fact]
    public void What_a_run_costs_to_train_again_is_bounded()
    {
        var office = new Office();
        Ready(office);
        RunOpen open = Office.Open();
        office.Denies("run.configuration", "tina", open with { Inputs = null });
        office.Denies("run.parameters", "tina", With(open, hidden: [65_536, 65_536], epochs: 1));
        office.Accepts("tina", With(open, hidden: [], epochs: 100_000));

        office.Accepts("paul", Office.Batch("b4", records: 1_000));
        office.Judges("vera", Office.Judge("scans/paul/4", "b4"));
        ScheduleCommit schedule = Office.Schedule("scans/paul/4");
        office.Accepts(
            "tina", schedule with { Direct = schedule.Direct! with { Terms = Office.Terms with { Budget = 1_000 } } });
        office.Accepts("tina", Office.Use("scans/paul/4"));
        RunOpen large = Office.Open("scans/schedule/2") with { Inputs = 10_000 };
        office.Denies("run.work", "tina", With(large, hidden: [4_000], epochs: 100_000));
        office.Accepts("tina", With(large, hidden: [4_000], epochs: 20));
        RunOpen most = large with { Inputs = 4_999_999 }; // 10,000,000 parameters of two classes, 1,000 records: 10^15
        office.Denies("run.work", "tina", With(most with { Inputs = 5_000_000 }, hidden: [], epochs: 100_000));
        office.Accepts("tina", With(most, hidden: [], epochs: 100_000));
    }

    [Fact]
    public void A_dataset_without_classes_is_not_trained_on_by_the_built_in_engine()
    {
        var office = new Office();
        office.Accepts("paul", Office.Dataset() with { Label = null, Classes = 0 });
        BatchRegister batch = Office.Batch("b1");
        office.Accepts("paul", batch with { Manifest = batch.Manifest with { ClassCounts = [] } });
        office.Judges("vera", Office.Judge("scans/paul/1", "b1"));
        Allow(office, "scans/paul/1");
        office.Denies("run.configuration", "tina", Office.Open() with { Evaluation = null });
        office.Denies("run.engine", "tina", Office.Open() with { Evaluation = null, Engine = "mlp" });
        office.Denies("run.engine", "tina", Office.Open() with { Evaluation = null, Engine = "hallmark" });
        office.Accepts("tina", Office.Open() with { Evaluation = null, Engine = "lab-engine" });
        Assert.Equal("lab-engine", office.Get(RunKeys.Run("scans/run/1")).Engine);
    }

    [Fact]
    public void Runs_on_a_schedule_are_counted_whatever_becomes_of_them()
    {
        var office = new Office();
        Ready(office);
        office.Accepts("tina", Office.Open());
        office.Accepts("tina", Office.Open() with { Evaluation = null });
        Assert.Equal(2, office.Get(RunKeys.Tries("scans/schedule/1")).Value);
    }

    [Fact]
    public void Under_the_rules_of_before_a_run_was_not_bound()
    {
        var office = new Office(Office.Founding, RuleVersions.BoundRuns - 1);
        Ready(office);
        office.Accepts("tina", Office.Open() with { Evaluation = Office.HeldOut with { Root = Digest.Of("any"u8) } });
        office.Accepts("tina", With(Office.Open(), hidden: [65_536, 65_536], epochs: 100_000));
        Assert.IsType<Ledger.Decision.Refused>(office.Execute(Office.Sign("tina", Office.Open() with { Engine = "lab-engine" })));
        Assert.IsType<Ledger.Decision.Refused>(office.Execute(Office.Sign("vera", new EvaluationCommit("scans", Office.HeldOut))));
    }

    private static RunOpen With(RunOpen open, IReadOnlyList<int> hidden, int epochs) =>
        open with { Configuration = open.Configuration with { Hidden = hidden, Epochs = epochs } };

    private static void Ready(Office office)
    {
        office.WithBatches();
        Allow(office, Batches);
    }

    private static void Allow(Office office, params string[] batches)
    {
        office.Accepts("tina", Office.Schedule(batches));
        office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        office.Accepts("tina", Office.Use(batches));
    }
}
