using Hallmark.Operations.Actions;
using Hallmark.Operations.Tests;

[assembly: AssemblyFixture(typeof(Hallmark.Audit.Tests.AuditedLedger))]

namespace Hallmark.Audit.Tests;

/// <summary>
/// One small home, made once by what members do: garden's four batches of plants, judged by lab; three of them scheduled and trained on by
/// school.
/// </summary>
public sealed class AuditedLedger : IAsyncLifetime
{
    public const string Run = "plants/run/1";

    internal KeptHome Home { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(80, seed: 1));
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null));
        string test = acting.Write("test.csv", Plants.Csv(40, seed: 9));
        await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset));
        await acting.ActAsync(new ScheduleBatches(Plants.Dataset, Plants.Wish with { Budget = 60 }) { Seed = 3 });
        await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model with { Epochs = 3 }) { Test = test });
        Home = KeptHome.Of(acting.Home);
    }

    internal LedgerCopy Copy() => new(Home);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
