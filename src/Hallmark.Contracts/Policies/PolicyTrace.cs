using Hallmark.Cel;

namespace Hallmark.Contracts.Policies;

/// <summary>What the policies found about one statement, and on which values.</summary>
public sealed class PolicyTrace
{
    private readonly List<(PolicyFinding Finding, IReadOnlyDictionary<string, CelValue> Known)> _asked = [];

    /// <summary>In the order in which they were asked; a use of several batches asks once for each.</summary>
    public IReadOnlyList<(PolicyFinding Finding, IReadOnlyDictionary<string, CelValue> Known)> Asked => _asked;

    internal void Add(PolicyFinding finding, IReadOnlyDictionary<string, CelValue> known) =>
        _asked.Add((finding, new Dictionary<string, CelValue>(known)));
}
