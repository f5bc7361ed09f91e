using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Contracts.Members;

/// <summary>Whose a key is or was. Keys are never forgotten: old signatures must stay checkable.</summary>
/// <param name="Until">Block from which another key took its place, or null.</param>
public sealed record KeyState(string Member, CoseKey Key, BlockHeight? Until) : IStateRecord<KeyState>
{
    /// <summary>The gateway of this member whose key it is; null for a key of the member itself.</summary>
    public string? Gateway { get; init; }

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Bytes("key", Key.Encoded).Height("until", Until).Text("gateway", Gateway);

    public static KeyState Read(CborMap map) =>
        new(map.Text("member"), CoseKey.ReadAccepted(map.Bytes("key")), map.OptionalHeight("until"))
        {
            Gateway = map.OptionalText("gateway"),
        };
}
