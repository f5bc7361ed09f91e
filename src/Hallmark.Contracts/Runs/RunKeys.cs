namespace Hallmark.Contracts.Runs;

/// <summary>Where runs lie.</summary>
public static class RunKeys
{
    public static StatePrefix<RunState> All { get; } = new("run/");

    public static StateKey<RunState> Run(string id) => All.Key(id);
}
