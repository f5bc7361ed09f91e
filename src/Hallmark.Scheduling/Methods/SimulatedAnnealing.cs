using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Starts from the greedy choice and proposes random moves (Kirkpatrick, Gelatt and Vecchi, 1983): leave one out, or put one in, make
/// room for it by leaving out random others, and fill the room left with random ones. A better choice is always taken, a worse one with
/// a probability that falls with the loss and with the temperature. It cools down again and again, each time twice as slowly, always
/// from the best choice so far: the more rounds, the slower the last cooling.
/// </summary>
internal sealed class SimulatedAnnealing(SelectionObjective objective, ulong seed) : SearchMethod(objective)
{
    private const int MovesPerRound = 1_000;
    private const int LeavingMax = 6;
    private const int FillTries = 3;
    private const int FirstCooling = 4; // rounds

    // From losing a quarter of what a batch contributes on average, to a thousandth of that.
    private const double StartShare = 0.25;
    private const double CoolingInAll = 1e-3;

    private readonly IncrementalSelection _current = new(objective);
    private readonly List<int> _done = []; // candidates put in or left out by the move at hand, in order
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
        long before = _current.Units;
        int candidate = random.NextInt(Objective.Count);
        double chance = random.NextDouble();
        _done.Clear();
        bool made = _current.Contains(candidate) ? LeaveOut(candidate) : PutIn(candidate, random);
        long change = _current.Units - before;
        if (made && (change >= 0 || chance < PortableMath.Exp(change / _temperature)))
        {
            Keep(_current);
            return;
        }
        for (int i = _done.Count - 1; i >= 0; i--)
        {
            Toggle(_done[i]);
        }
    }

    private bool LeaveOut(int candidate)
    {
        if (!_current.Requirements.AllowsRemoving(candidate))
        {
            return false;
        }
        Make(candidate);
        return true;
    }

    private bool PutIn(int candidate, SeededRandom random)
    {
        for (int left = 0; !_current.Fits(candidate); left++)
        {
            if (left == LeavingMax || _current.Chosen.Count == 0 || !LeaveOut(_current.Chosen[random.NextInt(_current.Chosen.Count)]))
            {
                return false;
            }
        }
        Make(candidate);
        for (int t = 0; t < FillTries; t++)
        {
            int other = random.NextInt(Objective.Count);
            if (!_current.Contains(other) && _current.Fits(other))
            {
                Make(other);
            }
        }
        return true;
    }

    private void Make(int candidate)
    {
        Toggle(candidate);
        _done.Add(candidate);
    }

    private void Toggle(int candidate)
    {
        if (_current.Contains(candidate))
        {
            _current.Remove(candidate);
        }
        else
        {
            _current.Add(candidate);
        }
    }
}
