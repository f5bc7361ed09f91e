namespace Hallmark.Scheduling;

/// <summary>What each candidate loses by redundancy with all the chosen; kept up to date at each move.</summary>
internal sealed class RedundancyLosses(SelectionObjective objective)
{
    private readonly long[] _sums = new long[objective.Count];
    private readonly long[] _row = new long[objective.Count];
    private readonly double[] _scratch = new double[objective.Count];

    public long With(int candidate) => _sums[candidate];

    public void Add(int candidate, int sign)
    {
        objective.RedundancyRow(candidate, _scratch, _row);
        for (int j = 0; j < _sums.Length; j++)
        {
            _sums[j] += sign * _row[j];
        }
    }
}
