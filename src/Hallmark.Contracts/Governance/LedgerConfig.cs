using Hallmark.Evidence;

namespace Hallmark.Contracts.Governance;

/// <summary>What genesis fixed for good: quorum and limits; unlike <c>Genesis</c> it is a fact of the state.</summary>
/// <param name="MintLimit">Most credits that may ever be made.</param>
/// <param name="TimeWindow">
/// Most seconds between the time in a statement and that of its block; null for <see cref="TimeRules.UsualWindow"/>.
/// </param>
public sealed record LedgerConfig(string Name, int Quorum, long MintLimit, long? TimeWindow = null) : IStateRecord<LedgerConfig>
{
    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("name", Name).Integer("quorum", Quorum).Integer("mintLimit", MintLimit).Integer("timeWindow", TimeWindow);

    public static LedgerConfig Read(CborMap map) => new(
        map.Text("name"), (int)map.Integer("quorum"), map.Integer("mintLimit"), map.OptionalInteger("timeWindow"));
}
