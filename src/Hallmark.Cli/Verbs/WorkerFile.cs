using System.Globalization;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary>Workers as people name them.</summary>
internal static class WorkerFile
{
    private const long SpeedMax = 1_000_000_000_000;

    /// <param name="text">A number of equal workers, or a CSV file <c>worker,speed</c> with records per second.</param>
    /// <exception cref="UsageException">Neither, or a line that says nothing; names it.</exception>
    public static WorkerList Read(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return count is >= 1 and <= Allocator.CountMax
                ? new WorkerList([.. Enumerable.Range(1, count).Select(number => $"worker-{number}")], [.. Enumerable.Repeat(1L, count)])
                : throw new UsageException($"workers: {count} is not between 1 and {Allocator.CountMax}");
        }
        var workers = new List<(string Name, long Speed)>();
        string[] lines = InputFile.ReadText(text).ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string[] cells = lines[i].Trim().Split(',');
            if (lines[i].Trim().Length > 0 && !(i == 0 && lines[i].Trim() == "worker,speed"))
            {
                workers.Add(cells.Length == 2 && long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out long speed)
                    && speed is >= 1 and <= SpeedMax
                    ? (cells[0], speed)
                    : throw new UsageException($"{text}, line {i + 1}: is not worker,speed with records per second, 1 to 10^12"));
            }
        }
        return workers.Count > 0
            ? new WorkerList([.. workers.Select(worker => worker.Name)], [.. workers.Select(worker => worker.Speed)])
            : throw new UsageException($"{text}: names no worker");
    }
}
