namespace Hallmark.Scheduling;

/// <summary>How batches are chosen.</summary>
public enum SelectionMethod
{
    /// <summary>Lazy greedy: by gain per cost.</summary>
    Greedy = 1,

    /// <summary>Simulated annealing.</summary>
    Annealing = 2,

    /// <summary>Greedy, then swaps as long as they help.</summary>
    Swap = 3,

    /// <summary>A genetic algorithm.</summary>
    Genetic = 4,

    /// <summary>Binary particle swarm.</summary>
    Swarm = 5,

    /// <summary>Branch and bound: proves that its choice is the best, if it is given the rounds for it.</summary>
    Exact = 6,

    /// <summary>Those of the others that suit size and time; the best choice of all.</summary>
    Auto = 7,
}

/// <summary>The names of the methods on the command line, in statements and in reports.</summary>
public static class SelectionMethods
{
    private static readonly (SelectionMethod Method, string Name)[] s_names =
    [
        (SelectionMethod.Greedy, "greedy"), (SelectionMethod.Swap, "swap"), (SelectionMethod.Annealing, "sa"),
            (SelectionMethod.Genetic, "ga"),
        (SelectionMethod.Swarm, "pso"), (SelectionMethod.Exact, "exact"), (SelectionMethod.Auto, "auto"),
    ];

    /// <summary>The simple before the elaborate.</summary>
    public static IReadOnlyList<SelectionMethod> All { get; } = [.. s_names.Select(pair => pair.Method)];

    /// <summary>The names, for messages: "greedy, swap, …".</summary>
    public static string Names => string.Join(", ", s_names.Select(pair => pair.Name));

    /// <exception cref="ArgumentOutOfRangeException">Not a method.</exception>
    public static string NameOf(SelectionMethod method) => s_names.FirstOrDefault(pair => pair.Method == method).Name
        ?? throw new ArgumentOutOfRangeException(nameof(method), method, "Not a selection method.");

    /// <summary>The method of exactly this name, or null.</summary>
    public static SelectionMethod? Find(string name)
    {
        foreach ((SelectionMethod method, string known) in s_names)
        {
            if (known == name)
            {
                return method;
            }
        }
        return null;
    }
}
