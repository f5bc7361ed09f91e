using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Starts from the greedy choice and proposes random moves: add what fits, remove, or swap (Kirkpatrick, Gelatt and Vecchi, 1983). A
/// better choice is always taken, a worse one with a probability that falls with the loss and with the temperature. It cools down
/// again and again, each time twice as slowly, always from the best choice so far: the more rounds, the slower the last cooling.
/// </summary>
internal sealed class SimulatedAnnealing(SelectionObjective objective, ulong seed) : SearchMethod(objective)
{
    private const int MovesPerRound = 2_000;
    private const int FirstCooling = 4; // rounds

    // From losing a quarter of what a batch contributes on average, to a thousandth of that.
    private const double StartShare = 0.25;
    private const double CoolingInAll = 1e-3;

    private readonly IncrementalSelection _current = new(objective);
    private double _temperature;
    private double _cooling;
    private int _nextCooling;
    private int _coolingRounds = FirstCooling;

    public override SelectionMethod Method => SelectionMethod.Annealing;

    protected override void Round(int number)
    {
        if (number == 0)
        {
            Keep(LazyGreedy.Choose(Objective));
        }
        if (Best is null)
        {
            return;
        }
        if (number == _nextCooling)
        {
            StartCooling(number);
        }
        var random = new SeededRandom(seed, $"schedule.annealing.{number}");
        for (int i = 0; i < MovesPerRound; i++, _temperature *= _cooling)
        {
            Step(random);
        }
    }

    private void StartCooling(int number)
    {
        _nextCooling = number + _coolingRounds;
        _current.Become(Best!.Chosen);
        _temperature = Math.Max(1, Math.Abs(Best.Units) * StartShare / Math.Max(1, Best.Chosen.Count));
        _cooling = PortableMath.Exp(PortableMath.Log(CoolingInAll) / ((double)_coolingRounds * MovesPerRound));
        _coolingRounds = Math.Min(_coolingRounds * 2, 1 << 20);
    }

    private void Step(SeededRandom random)
    {
        int candidate = random.NextInt(Objective.Count);
        double chance = random.NextDouble();
        (int? leaving, int? entering) = Propose(candidate, random);
        if (leaving is null && entering is null)
        {
            return;
        }
        long change = entering is not { } e ? _current.ChangeByRemoving(leaving!.Value)
            : leaving is { } l ? _current.ChangeBySwapping(l, e) : _current.ChangeByAdding(e);
        if (change < 0 && !(chance < PortableMath.Exp(change / _temperature)))
        {
            return;
        }
        if (leaving is { } gone)
        {
            _current.Remove(gone);
        }
        if (entering is { } come)
        {
            _current.Add(come);
        }
        Keep(_current);
    }

    // A random candidate: one outside is added, or takes the place of a random one inside; one inside is removed.
    private (int? Leaving, int? Entering) Propose(int candidate, SeededRandom random)
    {
        if (_current.Contains(candidate))
        {
            return _current.Requirements.AllowsRemoving(candidate) ? (candidate, null) : (null, null);
        }
        if (_current.Fits(candidate))
        {
            return (null, candidate);
        }
        if (_current.Chosen.Count == 0)
        {
            return (null, null);
        }
        int leaving = _current.Chosen[random.NextInt(_current.Chosen.Count)];
        return _current.Fits(candidate, leaving) ? (leaving, candidate) : (null, null);
    }
}
