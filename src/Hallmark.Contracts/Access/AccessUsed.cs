using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Access;

/// <summary>A reading was put on record.</summary>
/// <param name="Batches">How many batches are read.</param>
/// <param name="Grants">Entries of the grants under which they are, ascending; none where one's own data or role need none.</param>
public sealed record AccessUsed(string Dataset, int Batches, ReadFor For, IReadOnlyList<EntryIndex> Grants) : IResult<AccessUsed>
{
    private const string Event = "access.used";
    private const string Purpose = "purpose";
    private const string Act = "act";

    public LedgerEvent ToEvent() =>
        new(Event, [("dataset", Dataset), ("batches", Batches.ToString()), (For.IsAct ? Act : Purpose, For.Word), ("grants", string.Join(' ', Grants))]);

    public static AccessUsed Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new AccessUsed(
            read.Attribute("dataset"), int.Parse(read.Attribute("batches"), CultureInfo.InvariantCulture), ReadForOf(read),
            [.. read.Attribute("grants").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => new EntryIndex(ulong.Parse(entry, CultureInfo.InvariantCulture)))]);
    }

    private static ReadFor ReadForOf(LedgerEvent read) => read.Find(Act) is { } act
        ? ReadFor.FindAct(act) ?? throw new MalformedException(Act, "is none that there is")
        : ReadFor.Purpose(read.Attribute(Purpose));
}
