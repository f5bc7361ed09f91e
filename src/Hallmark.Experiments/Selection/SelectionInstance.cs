using Hallmark.Scheduling;

namespace Hallmark.Experiments.Selection;

/// <summary>A problem of choosing batches, from a file.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Ids">Of the candidates, in the order of the problem.</param>
/// <param name="Problem">What to choose from; a candidate is its place among the ids.</param>
public sealed record SelectionInstance(string Name, IReadOnlyList<string> Ids, SelectionProblem Problem);
