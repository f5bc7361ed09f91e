using System.Globalization;
using System.Text;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Scheduling;
using Hallmark.Training;

namespace Hallmark.Operations.Tests;

/// <summary>
/// A home with a dataset of plants, whose two kinds are easily told apart: garden and farm give them, lab judges, school trains.
/// </summary>
internal static class Plants
{
    public const string Dataset = "plants";

    /// <summary>Of an erasure, which waits for no recheck.</summary>
    public static LegalGround Ground { get; } = new("GDPR article 17", "the garden's data protection officer");

    /// <summary>Members, and no data yet.</summary>
    public static async Task<Acting> BeginAsync()
    {
        Acting acting = await Acting.BeginAsync();
        foreach ((string member, string role) in (IEnumerable<(string, string)>)
            [("garden", "provider"), ("farm", "provider"), ("lab", "validator"), ("school", "trainer")])
        {
            await acting.AddAsync(member, role);
        }
        return acting;
    }

    /// <summary>Three batches of garden are accepted, and school may train on them.</summary>
    public static async Task<Acting> AcceptedAsync()
    {
        Acting acting = await BeginAsync();
        await acting.RegisterAsync("garden", Csv(60, 1));
        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Dataset));
        Assert.All(judged.Batches, batch => Assert.Equal(Verdict.Accepted, batch.Verdict));
        await acting.ActAsync(new GrantAccess("school", Dataset, "training", null));
        return acting;
    }

    public static Task<RegisteredBatches> RegisterAsync(this Acting acting, string provider, string csv) =>
        acting.ActAsync(File(acting, provider, csv));

    public static RegisterFile File(Acting acting, string provider, string csv) =>
        new(acting.Write($"{provider}.csv", csv), Dataset) { As = provider, Label = "kind", BatchSize = 20 };

    public static ScheduleWish Wish { get; } = new(40) { Method = "greedy" };

    public static ModelConfiguration Model { get; } = new(ModelTrainer.Mlp, [4], 50_000, 900_000, 100, 16, 2, 1);

    /// <summary>As a schedule of school: two of the three batches.</summary>
    public static async Task<ScheduleState> ScheduleAsync(this Acting acting) =>
        (await acting.ActAsync(new ScheduleBatches(Dataset, Wish) { Seed = 3 })).Schedule.State;

    public static string Csv(int records, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("height,leaf,kind\n");
        for (int i = 0; i < records; i++)
        {
            int kind = i % 2;
            double height = 10 + (20 * kind) + random.NextDouble();
            double leaf = 1 + (3 * kind) + random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{height:R},{leaf:R},{(kind == 0 ? "daisy" : "rose")}\n");
        }
        return text.ToString();
    }
}
