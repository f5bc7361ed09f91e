namespace Hallmark.Scheduling;

/// <summary>How batches are chosen.</summary>
public enum SelectionMethod
{
    /// <summary>See <see cref="LazyGreedy"/>.</summary>
    Greedy = 1,

    /// <summary>See <see cref="SimulatedAnnealing"/>.</summary>
    Annealing = 2,
}

/// <summary>The names of the methods on the command line, in statements and in reports.</summary>
public static class SelectionMethods
{
    /// <exception cref="ArgumentOutOfRangeException">Not a method.</exception>
    public static string NameOf(SelectionMethod method) => method switch
    {
        SelectionMethod.Greedy => "greedy",
        SelectionMethod.Annealing => "sa",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Not a selection method."),
    };

    /// <summary>The method of exactly this name, or null.</summary>
    public static SelectionMethod? Find(string name) => name switch
    {
        "greedy" => SelectionMethod.Greedy,
        "sa" => SelectionMethod.Annealing,
        _ => null,
    };
}
