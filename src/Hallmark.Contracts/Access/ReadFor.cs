using Hallmark.Evidence;

namespace Hallmark.Contracts.Access;

/// <summary>
/// What a batch is read for: a <b>purpose</b>, which a grant allows and whose name members choose, or an <b>act</b>, for which a role is
/// enough. They never stand for one another: what was read for an act can be scheduled and trained on as little as what was not read at
/// all, and no purpose is called like an act (<see cref="Purposes.Reserved"/>). Up to rules 6 the word alone made the difference.
/// </summary>
public sealed record ReadFor
{
    private ReadFor(string word, bool isAct) => (Word, IsAct) = (word, isAct);

    /// <summary>A validator measures batches, to judge some of them.</summary>
    public static ReadFor Judging { get; } = new(Purposes.Judging, true);

    /// <summary>A validator measures again what others signed: to see, or to put on record what comes out.</summary>
    public static ReadFor Rechecking { get; } = new("rechecking", true);

    /// <summary>A validator measures again what a challenge is about, to vote on it.</summary>
    public static ReadFor Voting { get; } = new("voting", true);

    /// <summary>An auditor looks at the records.</summary>
    public static ReadFor Auditing { get; } = new(Purposes.Auditing, true);

    /// <summary>All acts there are.</summary>
    public static IReadOnlyList<ReadFor> Acts { get; } = [Judging, Rechecking, Voting, Auditing];

    /// <summary>The purpose's or the act's name.</summary>
    public string Word { get; }

    public bool IsAct { get; }

    /// <summary>A purpose that members named.</summary>
    public static ReadFor Purpose(string name) => new(name, false);

    /// <summary>What these rules take an act for: until there were acts, its word was a purpose like any other.</summary>
    public ReadFor Under(int rules) => rules >= RuleVersions.Acts || !IsAct
        ? this
        : Purpose(this == Auditing ? Purposes.Auditing : Purposes.Judging);

    public override string ToString() => Word;

    /// <summary>The act of this name; null for a name that none has.</summary>
    internal static ReadFor? FindAct(string name) => Acts.FirstOrDefault(act => act.Word == name);
}

/// <summary>What data are used for, as far as the ledger itself knows; members may name other purposes.</summary>
public static class Purposes
{
    /// <summary>Runs are opened for it.</summary>
    public const string Training = "training";

    internal const string Judging = "judging";
    internal const string Auditing = "auditing";

    /// <summary>Words of acts, which no grant, use or run may have for a purpose.</summary>
    public static bool Reserved(string purpose) => ReadFor.FindAct(purpose) is not null;
}

/// <summary>What a reading is for, in a map: a field <c>purpose</c>, or a field <c>act</c>.</summary>
internal static class ReadForFields
{
    private const string Purpose = "purpose";
    private const string Act = "act";

    public static CborMapWriter ReadFor(this CborMapWriter map, ReadFor what) => map.Text(what.IsAct ? Act : Purpose, what.Word);

    /// <exception cref="MalformedException">Neither a purpose nor an act that there is.</exception>
    public static ReadFor ReadFor(this CborMap map) => map.Has(Act)
        ? Access.ReadFor.FindAct(map.Name(Act)) ?? throw new MalformedException(Act, "is none that there is")
        : Access.ReadFor.Purpose(map.Name(Purpose));
}
