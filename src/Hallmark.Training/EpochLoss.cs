using Hallmark.Learning;

namespace Hallmark.Training;

/// <summary>Mean loss over the records of a stretch, as the ledger records it: in millionths, rounded half away from zero.</summary>
public sealed class EpochLoss
{
    /// <summary>What stands for a loss that is no number: the training diverged.</summary>
    public const long Diverged = long.MaxValue;

    private double _sum;
    private long _records;

    public void Add(double meanLoss, int records)
    {
        _sum += meanLoss * records;
        _records += records;
    }

    public long Ppm
    {
        get
        {
            double mean = _sum / _records * Share.Million;
            return mean is >= 0 and < 1e15 ? (long)Math.Round(mean, MidpointRounding.AwayFromZero) : Diverged;
        }
    }
}
