using Hallmark.Evidence;

namespace Hallmark.Contracts.Access;

/// <summary>
/// What came of measuring, right before an erasure, the judgements that rest on the batch and that no second validator has measured: the
/// word of whoever erases. Contrast <see cref="Judging.DatasetRecheck"/>, the word of a validator, which weighs more. All of them came out
/// as they were signed, but for those that are named.
/// </summary>
/// <param name="Before">Only judgements in entries before this one were looked at.</param>
/// <param name="Differs">Entries of judgements that came out otherwise, ascending.</param>
/// <param name="Unmeasured">
/// Entries of judgements that could not be measured by whoever erases, ascending: content is sealed to it, or gone.
/// </param>
public sealed record LastLook(EntryIndex Before, IReadOnlyList<EntryIndex> Differs, IReadOnlyList<EntryIndex> Unmeasured)
{
    /// <summary>Most judgements that a list names.</summary>
    public const int MaxNamed = 10_000;

    internal CborMapWriter ToMap() => new CborMapWriter()
        .Entry("before", Before).Entries("differs", Differs).Entries("unmeasured", Unmeasured);

    /// <exception cref="MalformedException">A list is not ascending or names what was not looked at; both name an entry.</exception>
    internal static LastLook Read(CborMap map)
    {
        EntryIndex before = map.Entry("before");
        var look = new LastLook(before, Named("differs"), Named("unmeasured"));
        map.End();
        return look.Differs.Intersect(look.Unmeasured).Any()
            ? throw new MalformedException("look.unmeasured", "names an entry that differs, too")
            : look;

        IReadOnlyList<EntryIndex> Named(string key)
        {
            IReadOnlyList<EntryIndex> entries = map.Entries(key, MaxNamed);
            return entries.Zip(entries.Skip(1)).All(pair => pair.First < pair.Second) && entries.All(entry => entry < before)
                ? entries
                : throw new MalformedException($"look.{key}", "is not ascending, or names an entry that is not before");
        }
    }
}
