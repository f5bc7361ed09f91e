using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Datasets;

/// <summary>A batch was registered.</summary>
/// <param name="Batch">Its id: dataset/provider/number.</param>
public sealed record BatchRegistered(string Batch, long Records, Digest Root) : IResult<BatchRegistered>
{
    private const string Event = "batch.registered";

    public LedgerEvent ToEvent() => new(Event, [("batch", Batch), ("records", Records.ToString()), ("root", Root.ToString())]);

    public static BatchRegistered Read(Outcome outcome)
    {
        LedgerEvent read = outcome.Event(Event);
        return new BatchRegistered(
            read.Attribute("batch"), long.Parse(read.Attribute("records"), CultureInfo.InvariantCulture),
            Digest.Parse(read.Attribute("root")));
    }
}
