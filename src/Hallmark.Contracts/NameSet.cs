using Hallmark.Evidence;

namespace Hallmark.Contracts;

/// <summary>Names in ordinal order, each once: members that were ever admins, policies ever deployed for a kind of statement.</summary>
public sealed record NameSet(IReadOnlyList<string> Names) : IStateRecord<NameSet>
{
    private const int Limit = 1000;

    public static NameSet Empty { get; } = new([]);

    /// <exception cref="InvalidOperationException">The set is full.</exception>
    public NameSet With(string name) =>
        Names.Contains(name) ? this
        : Names.Count < Limit ? new NameSet([.. Names.Append(name).Order(StringComparer.Ordinal)])
        : throw new InvalidOperationException("The set is full.");

    public bool IsFull => Names.Count >= Limit;

    public CborMapWriter ToMap() => new CborMapWriter().Texts("names", Names);

    public static NameSet Read(CborMap map) => new(map.Texts("names", Limit));
}
