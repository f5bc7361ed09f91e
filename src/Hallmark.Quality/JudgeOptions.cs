using Hallmark.Evidence;

namespace Hallmark.Quality;

/// <summary>With what parameters to measure. All of them are named in the <see cref="Measurements"/>.</summary>
public sealed record JudgeOptions
{
    public const int FindingsLimit = 1_000;

    /// <summary>Neighbours that vote on a record's label, 1 to 1,000.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>Most findings kept of each check, 0 to <see cref="FindingsLimit"/>; the counts are always complete.</summary>
    public int FindingsPerCheck { get; init; } = FindingsLimit;

    /// <summary>Version of the code that measures, from <see cref="MeasuringCode.Oldest"/> to <see cref="MeasuringCode.Newest"/>.</summary>
    public int Code { get; init; } = MeasuringCode.Newest;

    /// <summary>Size of the ledger's tree when the pool was chosen.</summary>
    public TreeSize TreeSize { get; init; }

    /// <exception cref="ArgumentException">Names the option that cannot be.</exception>
    public void Validate()
    {
        if (Neighbours is < 1 or > 1_000)
        {
            throw new ArgumentException($"{nameof(Neighbours)} lies between 1 and 1,000.");
        }
        if (Code is < MeasuringCode.Oldest or > MeasuringCode.Newest)
        {
            throw new ArgumentException($"{nameof(Code)} lies between {MeasuringCode.Oldest} and {MeasuringCode.Newest}.");
        }
        if (FindingsPerCheck is < 0 or > FindingsLimit)
        {
            throw new ArgumentException($"{nameof(FindingsPerCheck)} lies between 0 and {FindingsLimit}.");
        }
    }
}
