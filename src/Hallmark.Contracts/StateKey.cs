namespace Hallmark.Contracts;

/// <summary>
/// Where one fact lies in the state, and of which type it is. Names hold no '/', so the paths of different facts cannot run into one
/// another. Each topic has a table of its own keys, such as <c>MemberKeys</c>; <see cref="StatePrefix{T}"/> names many facts at once.
/// </summary>
/// <param name="Path">The key in the ledger's state.</param>
public readonly record struct StateKey<T>(string Path)
    where T : class, IStateRecord<T>
{
    public override string ToString() => Path;
}

/// <summary>All facts of one type whose paths begin alike; a single one has a <see cref="StateKey{T}"/>.</summary>
/// <param name="Path">What their keys begin with.</param>
public readonly record struct StatePrefix<T>(string Path)
    where T : class, IStateRecord<T>
{
    /// <summary>The fact under this prefix with this name.</summary>
    public StateKey<T> Key(string name) => new(Path + name);

    public override string ToString() => Path;
}
