using Hallmark.Evidence;

namespace Hallmark.Contracts.Policies;

/// <summary>The document in force under a policy's name, with the one that is decided and waits, if there is one.</summary>
/// <param name="Now">Null where none is in force yet or any more.</param>
/// <param name="Next">What is in force from block <paramref name="NextFrom"/> on; null for none, the policy is withdrawn then.</param>
public sealed record PolicyState(PolicyDocument? Now, PolicyDocument? Next, BlockHeight? NextFrom) : IStateRecord<PolicyState>
{
    /// <summary>The document in force in this block, or null.</summary>
    public PolicyDocument? At(BlockHeight height) => height >= NextFrom ? Next : Now;

    public CborMapWriter ToMap() => new CborMapWriter().Map("now", Now?.ToMap()).Map("next", Next?.ToMap()).Height("nextFrom", NextFrom);

    public static PolicyState Read(CborMap map) => new(
        map.OptionalMap("now") is { } now ? PolicyDocument.Read(now) : null,
        map.OptionalMap("next") is { } next ? PolicyDocument.Read(next) : null,
        map.OptionalHeight("nextFrom"));
}
