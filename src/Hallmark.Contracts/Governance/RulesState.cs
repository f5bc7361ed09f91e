using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>The version of the rules that the ledger lives by, from version 6 on; without this fact it is 5.</summary>
public sealed record RulesState(int Version) : IStateRecord<RulesState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Integer("version", Version);

    public static RulesState Read(CborMap map) => new((int)map.Integer("version", 1, int.MaxValue));
}
