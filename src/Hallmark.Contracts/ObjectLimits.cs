using Hallmark.Data.Store;
using Hallmark.Evidence;

namespace Hallmark.Contracts;

/// <summary>
/// The most bytes of an object that a statement names, by its kind: whoever reads it takes them into memory, and never agreed to what
/// somebody else put on record. Rules refuse more; readers do, too, whatever the rules were when it was put there.
/// </summary>
public static class ObjectLimits
{
    /// <summary>A dataset's schema.</summary>
    public const long Schema = 16 << 20;

    /// <summary>Details of a judgement: findings of each check in single records.</summary>
    public const long Details = 64 << 20;

    /// <summary>What a run was compared with.</summary>
    public const long Comparison = 1 << 20;

    /// <summary>Held-out records.</summary>
    public const long HeldOut = 1 << 30;

    /// <summary>The object where it is within bounds.</summary>
    /// <param name="what">The field that names it.</param>
    /// <exception cref="MalformedException">It has more bytes than its kind can have.</exception>
    public static ObjectReference Within(this ObjectReference reference, long limit, string what) => reference.Size <= limit
        ? reference
        : throw new MalformedException(what, $"has {reference.Size} bytes, more than the {limit} that there may be");

    internal static void Require(Ruling ruling, ObjectReference reference, long limit, string rule) => Ruling.Require(
        ruling.Rules < RuleVersions.BoundObjects || reference.Size <= limit, rule,
        $"the object that it names has {reference.Size} bytes, more than the {limit} that there may be");
}
