using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Access;

/// <summary>A reading was put on record.</summary>
/// <param name="Batches">How many batches are read.</param>
/// <param name="Grants">Entries of the grants under which they are, ascending; none where one's own data or role need none.</param>
public sealed record AccessUsed(string Dataset, int Batches, string Purpose, IReadOnlyList<EntryIndex> Grants) : IResult<AccessUsed>
{
    private const string Event = "access.used";

    public LedgerEvent ToEvent() =>
        new(Event, [("dataset", Dataset), ("batches", Batches.ToString()), ("purpose", Purpose), ("grants", string.Join(' ', Grants))]);

    public static AccessUsed Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new AccessUsed(
            read.Attribute("dataset"), int.Parse(read.Attribute("batches"), CultureInfo.InvariantCulture), read.Attribute("purpose"),
            [.. read.Attribute("grants").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => new EntryIndex(ulong.Parse(entry, CultureInfo.InvariantCulture)))]);
    }
}
