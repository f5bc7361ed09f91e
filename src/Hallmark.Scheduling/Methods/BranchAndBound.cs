using System.Runtime.CompilerServices;

namespace Hallmark.Scheduling;

/// <summary>
/// Exact: splits the choices into those with a candidate and those without it, and drops a part whose <see cref="LagrangianBound"/>
/// does not exceed the best choice so far (Land and Doig, 1960). The first rounds lower the bound over all choices, and try choices built
/// from what it takes; the later ones go through the parts, the highest bound first. Finished, its choice is the best there is; ended
/// before, the bound of the parts left says how far it is from that at most.
/// </summary>
internal sealed class BranchAndBound : SearchMethod
{
    private const int StepsPerRound = 10;
    private const int StepsPerPart = 25;
    private const int PartsPerRound = 4;
    private const int ImproveMax = 3_000; // candidates: beyond, single swaps take too long for every choice tried
    private const int ImproveInPartsMax = 500; // the same for each of many parts

    private readonly PriorityQueue<Part, (long, long)> _open = new(); // the highest bound first, of equals the latest
    private long _parts;
    private LagrangianBound? _lagrangian;
    private BoundSearch? _root;
    private BoundTrials? _trials;

    public BranchAndBound(SelectionObjective objective)
        : base(objective)
    {
    }

    public override SelectionMethod Method => SelectionMethod.Exact;

    /// <inheritdoc/>
    public override long Bound => Finished ? Best?.Units ?? long.MinValue
        : Math.Max(Best?.Units ?? long.MinValue, _open.Count > 0 ? _open.Peek().Bound : _root?.Least ?? long.MaxValue);

    // F is never below -1, so what lies lower is no choice at all.
    private long Reached => Best?.Units ?? -2 * SelectionObjective.UnitsOfOne;

    // A part of the choices: what is decided, its bound, and prices near the least bound.
    private sealed record Part(CandidateState[] States, long Bound, long[] Prices);

    protected override void Round(int number)
    {
        if (number == 0)
        {
            Start();
        }
        else if (_root is { Settled: false })
        {
            LowerRoot();
        }
        else
        {
            for (int i = 0; i < PartsPerRound && _open.Count > 0; i++)
            {
                Examine(_open.Dequeue());
            }
            Finished = _open.Count == 0;
        }
    }

    private void Start()
    {
        bool large = Objective.Count > SelectionSearch.LargeMin;
        Keep(large ? null : LazyGreedy.Choose(Objective));
        _lagrangian = new LagrangianBound(Objective);
        foreach (int included in Objective.Problem.Included)
        {
            _lagrangian.States[included] = CandidateState.In;
        }
        _lagrangian.Restrict();
        _trials = new BoundTrials(Objective, _lagrangian);
        _root = new BoundSearch(_lagrangian, shortening: 0.7, patience: 8);
        if (large)
        {
            LowerRoot(); // gives a first choice
        }
    }

    private void LowerRoot()
    {
        for (int step = 0; step < StepsPerRound && !_root!.Settled; step++)
        {
            if (_root.Evaluate() is not { } now)
            {
                Finished = true;
                return;
            }
            Decide(_lagrangian!.States, now);
            _root.Move(now, Target(now));
        }
        Keep(_trials!.Build(improve: Objective.Count <= ImproveMax));
        if (_root!.Least <= Reached)
        {
            Finished = true;
        }
        else if (_root.Settled)
        {
            Open(new Part([.. _lagrangian!.States], _root.Least!.Value, _root.Prices));
        }
    }

    // What the bound may come down to: the best choice, or a guess as long as there is none.
    private long Target(long bound) => Best?.Units ?? bound - (SelectionObjective.UnitsOfOne / (Objective.Problem.Classes > 0 ? 20 : 100));

    private void Open(Part part) => _open.Enqueue(part, (-part.Bound, -_parts++));

    private void Examine(Part part)
    {
        if (part.Bound <= Reached)
        {
            return;
        }
        part.States.CopyTo(_lagrangian!.States, 0);
        part.Prices.CopyTo(_lagrangian.Prices, 0);
        _lagrangian.Restrict();
        if (!CanHold(_lagrangian.States))
        {
            return;
        }
        var search = new BoundSearch(_lagrangian, shortening: 0.6, patience: 2);
        for (int step = 0; step < StepsPerPart; step++)
        {
            if (search.Evaluate() is not { } now || search.Least <= Reached)
            {
                return;
            }
            Decide(_lagrangian.States, now);
            search.Move(now, Target(now));
        }
        Keep(_trials!.Build(improve: Objective.Count <= ImproveInPartsMax));
        Split(_lagrangian.States, Math.Min(part.Bound, search.Least!.Value), search.Prices);
    }

    // Decides those without whose present side no choice can be better than the best so far: forced to the other side, a candidate lowers
    // the bound by its slack at the same prices ("reduced cost fixing").
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Decide(CandidateState[] states, long bound)
    {
        bool changed = false;
        for (int j = 0; j < states.Length; j++)
        {
            long slack = states[j] == CandidateState.Free ? _lagrangian!.Slack(j) : 0;
            if (slack != 0 && bound - Math.Abs(slack) <= Reached)
            {
                states[j] = slack > 0 ? CandidateState.In : CandidateState.Out;
                changed = true;
            }
        }
        if (changed && Objective.HasRedundancy)
        {
            _lagrangian!.Restrict();
        }
    }

    private void Split(CandidateState[] states, long bound, long[] prices)
    {
        if (bound <= Reached || !CanHold(states))
        {
            return;
        }
        int? undecided = Undecided(states);
        if (undecided is not { } candidate)
        {
            Keep(_trials!.Exactly(states));
            return;
        }
        bool first = _lagrangian!.Average[candidate] >= 0.5;
        foreach (CandidateState side in first ? [CandidateState.Out, CandidateState.In] : new[] { CandidateState.In, CandidateState.Out })
        {
            CandidateState[] own = [.. states];
            own[candidate] = side;
            Open(new Part(own, bound, prices));
        }
    }

    // The free candidate that the last steps took about half of; one that no longer fits is out.
    private int? Undecided(CandidateState[] states)
    {
        var requirements = new Requirements(Objective.Problem);
        for (int j = 0; j < states.Length; j++)
        {
            if (states[j] == CandidateState.In)
            {
                requirements.Count(j, 1);
            }
        }
        (int? most, double even) = (null, double.PositiveInfinity);
        for (int j = 0; j < states.Length; j++)
        {
            if (states[j] == CandidateState.Free && !requirements.Allows(j))
            {
                states[j] = CandidateState.Out;
            }
            double from = states[j] == CandidateState.Free ? Math.Abs(_lagrangian!.Average[j] - 0.5) : double.PositiveInfinity;
            (most, even) = from < even ? (j, from) : (most, even);
        }
        return most;
    }

    // Whether those that are not out hold enough records of each class.
    private bool CanHold(CandidateState[] states)
    {
        for (int k = 0; k < Objective.Problem.Classes; k++)
        {
            long records = 0;
            for (int j = 0; j < states.Length; j++)
            {
                records += states[j] == CandidateState.Out ? 0 : Objective.Problem.ClassRecords[j][k];
            }
            if (records < Objective.Problem.ClassRecordsMin)
            {
                return false;
            }
        }
        return true;
    }
}
