
[assembly: AssemblyFixture(typeof(Hallmark.Cli.Tests.GardenRun))]

namespace Hallmark.Cli.Tests;

/// <summary>
/// A small ledger, made once; scenarios go on from copies. Admin boss; provider garden with dataset plants (four accepted batches of
/// 20, the label is kind); validator lab; trainer school; reader press.
/// </summary>
public sealed class GardenRun : IDisposable
{
    private readonly Lazy<Scenario> _open = new(() => Make("open"));
    private readonly Lazy<Scenario> _sealed = new(() => Make("sealed"));

    internal static string Csv { get; } = Scenario.Plants(80, seed: 1);

    /// <summary>With the dataset in the open tier.</summary>
    internal Scenario Open() => new(_open.Value.Home);

    /// <summary>The same with its batches sealed, trained on once: run plants/run/1.</summary>
    internal Scenario Sealed() => new(_sealed.Value.Home);

    public void Dispose()
    {
        foreach (Lazy<Scenario> made in (Lazy<Scenario>[])[_open, _sealed])
        {
            if (made.IsValueCreated)
            {
                made.Value.Dispose();
            }
        }
    }

    private static Scenario Make(string tier)
    {
        var scenario = new Scenario();
        scenario.Do("init", "--name", "plants", "--admin", "boss");
        scenario.Do("member", "add", "garden", "--role", "provider");
        scenario.Do("member", "add", "lab", "--role", "validator");
        scenario.Do("member", "add", "school", "--role", "trainer");
        scenario.Do("member", "add", "press", "--role", "reader");
        string csv = scenario.Write("plants.csv", Csv);
        scenario.Do("register", csv, "--dataset", "plants", "--label", "kind", "--batch-size", "20", "--tier", tier);
        scenario.Do("judge", "plants");
        if (tier == "sealed")
        {
            scenario.Do("grant", "school", "plants", "--until", "2999-12-31");
            string test = scenario.Write("test.csv", Scenario.Plants(40, seed: 9));
            scenario.Do("evaluation", "commit", test, "--dataset", "plants");
            scenario.Do("schedule", "plants", "--budget", "60", "--method", "greedy", "--seed", "3");
            scenario.Do("train", "plants", "--hidden", "4", "--epochs", "3", "--test", test);
        }
        return scenario;
    }
}
