using System.Globalization;
using System.Text;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations.Actions;

namespace Hallmark.Operations.Tests;

/// <summary>
/// A dataset of plants whose schema is changed as its data change: first whole numbers and two kinds; then decimals, petals and a third
/// kind; then leaves are called blades.
/// </summary>
internal static class Gardens
{
    /// <summary>Registered, judged and trained on under each of the three schemas.</summary>
    public static async Task<Acting> EvolvedAsync()
    {
        Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Whole(60, 1));
        await acting.ActAsync(new JudgeBatches(Plants.Dataset));
        await acting.ActAsync(new GrantAccess("school", Plants.Dataset, "training", null));
        string test = acting.Write("test.csv", Whole(40, 9));
        await acting.ActAsync(new CommitEvaluation(test, Plants.Dataset));
        await TrainAsync(40);
        await acting.EvolveAsync(Petals(60, 2));
        await GoOnAsync(Petals(60, 2), 80);
        await acting.EvolveAsync(Blades(60, 3), "leaf=blade");
        await GoOnAsync(Blades(60, 3), 140);
        return acting;

        async Task GoOnAsync(string csv, long budget)
        {
            await acting.RegisterAsync("garden", csv);
            await acting.ActAsync(new JudgeBatches(Plants.Dataset));
            await TrainAsync(budget);
        }

        async Task TrainAsync(long budget)
        {
            ScheduleState schedule = (await acting.ActAsync(
                new ScheduleBatches(Plants.Dataset, Plants.Wish with { Budget = budget }) { Seed = 3 })).Schedule.State;
            await acting.ActAsync(new TrainModel(Plants.Dataset, Plants.Model with { Epochs = 2 }) { Schedule = schedule.Id, Test = test });
        }
    }

    public static Task<EvolvedDataset> EvolveAsync(this Acting acting, string csv, params string[] renames) =>
        acting.ActAsync(new EvolveDataset(Plants.Dataset) { From = acting.Write("next.csv", csv), Renames = renames });

    public static string Whole(int records, int seed) => Csv("height,leaf,kind", records, seed, 2, (random, kind) => string.Create(
        CultureInfo.InvariantCulture, $"{(100 * kind) + random.Next(90)},{(1_000 * kind) + random.Next(900)}"));

    public static string Petals(int records, int seed) => Csv("height,leaf,petals,kind", records, seed, 3, Decimals);

    public static string Blades(int records, int seed) => Csv("height,blade,petals,kind", records, seed, 3, Decimals);

    private static string Decimals(Random random, int kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(100 * kind) + (random.Next(900) / 10.0)},{(1_000 * kind) + (random.Next(9_000) / 10.0)},{random.Next(3, 9)}");

    private static string Csv(string header, int records, int seed, int kinds, Func<Random, int, string> cells)
    {
        var random = new Random(seed);
        var text = new StringBuilder(header + "\n");
        for (int i = 0; i < records; i++)
        {
            int kind = i % kinds;
            text.Append(cells(random, kind)).Append(',').Append(((string[])["daisy", "rose", "tulip"])[kind]).Append('\n');
        }
        return text.ToString();
    }
}
