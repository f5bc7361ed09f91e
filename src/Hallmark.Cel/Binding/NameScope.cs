namespace Hallmark.Cel.Binding;

/// <summary>The names an expression can use: variables of macros, then what the environment declares, then types.</summary>
internal sealed class NameScope(CelEnvironment environment)
{
    private readonly List<(string Name, int Slot, CelType Type)> _locals = [];
    private int _slots;

    /// <summary>How many slots the variables of macros need at once.</summary>
    public int SlotCount { get; private set; }

    public int Push(string name, CelType type)
    {
        _locals.Add((name, _slots, type));
        SlotCount = Math.Max(SlotCount, ++_slots);
        return _slots - 1;
    }

    public void Pop()
    {
        _locals.RemoveAt(_locals.Count - 1);
        _slots--;
    }

    public bool TryLocal(string name, out int slot, out CelType type)
    {
        int at = _locals.FindLastIndex(local => local.Name == name);
        (_, slot, type) = at < 0 ? (name, -1, CelType.Dyn) : _locals[at];
        return at >= 0;
    }

    /// <summary>The names a name may mean, the innermost container's first.</summary>
    public IEnumerable<string> Candidates(string name, bool absolute)
    {
        string container = absolute ? "" : environment.Container;
        while (container.Length > 0)
        {
            yield return $"{container}.{name}";
            int dot = container.LastIndexOf('.');
            container = dot < 0 ? "" : container[..dot];
        }
        yield return name;
    }
}
