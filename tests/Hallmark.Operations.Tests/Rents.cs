using System.Globalization;
using System.Text;
using Hallmark.Operations.Actions;

namespace Hallmark.Operations.Tests;

/// <summary>Flats with their rent, a number to be foretold from size and age: what <see cref="Plants"/> are for classes.</summary>
internal static class Rents
{
    public const string Dataset = "rents";

    public static RegisterFile File(Acting acting, string provider, string csv) => new(acting.Write($"{provider}-rents.csv", csv), Dataset)
    {
        As = provider,
        Target = "rent",
        BatchSize = 60,
    };

    public static Task<RegisteredBatches> RentAsync(this Acting acting, string provider, string csv) =>
        acting.ActAsync(File(acting, provider, csv));

    /// <param name="seed">Decides the flats.</param>
    /// <param name="records">How many.</param>
    /// <param name="wrong">Every so manieth rent stands without its decimal point; 0 for none.</param>
    public static string Csv(int records, int seed, int wrong = 0)
    {
        var random = new Random(seed);
        var text = new StringBuilder("size,age,rent\n");
        for (int i = 0; i < records; i++)
        {
            (double size, double age) = (20 + (100 * random.NextDouble()), 60 * random.NextDouble());
            double rent = 300 + (11 * size) - (3 * age) + (40 * (random.NextDouble() + random.NextDouble() - 1));
            rent *= wrong > 0 && i % wrong == 0 ? 100 : 1;
            text.Append(CultureInfo.InvariantCulture, $"{size:F1},{age:F1},{rent:F2}\n");
        }
        return text.ToString();
    }
}
