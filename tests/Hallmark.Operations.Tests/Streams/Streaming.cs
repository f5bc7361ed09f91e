using System.Globalization;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Streams;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>A home whose provider garden takes in readings of a sensor: a number of its own, a temperature, and a list of two.</summary>
internal static class Streaming
{
    public const string Dataset = "readings";

    public static async Task<Acting> BeginAsync(int quorum = 1)
    {
        Acting acting = await Acting.BeginAsync(quorum);
        await acting.AddAsync("garden", "provider");
        string history = string.Concat(Enumerable.Range(-40, 40).Select(number => Reading(number) + "\n"));
        await acting.ActAsync(new RegisterFile(acting.Write("history.jsonl", history), Dataset) { As = "garden" });
        return acting;
    }

    public static string Reading(int number, double warmer = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"number":{{number}},"at":{"t":{{20.25 + (Math.Abs(number) * 37 % 11) + warmer}}},"e":[1,{{Math.Abs(number) % 5}}]}""");

    public static IEnumerable<string> Readings(int from, int to) => Enumerable.Range(from, to - from).Select(number => Reading(number));

    public static IngestStream Ingest(IMessageStream stream) => new(_ => stream, Dataset) { As = "garden", BatchSize = 20 };

    public static Task<IngestedStream> IngestAsync(this Acting acting, IMessageStream stream) => acting.ActAsync(Ingest(stream));

    public static string SpoolOf(this Acting acting, string name = "") =>
        Path.Combine(acting.Home.Directory, "spool", Dataset, "garden", name);

    /// <summary>The numbers of all readings on record that are not of the history, batch by batch.</summary>
    public static Task<long[][]> OnRecordAsync(this Acting acting) =>
        Recorded.NumbersAsync(acting.Home, Dataset);
}
