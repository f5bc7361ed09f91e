using Hallmark.Learning;

namespace Hallmark.Scheduling;

/// <summary>
/// Binary particle swarm (Kennedy and Eberhart, 1997): each particle has, per candidate, a velocity whose sigmoid is the chance of
/// wishing for it; of the wishes, those of the highest velocities come true as long as they fit. Velocities are drawn towards the
/// particle's own best choice and the swarm's. The greedy choice is where one particle starts. A round moves every particle once.
/// </summary>
internal sealed class ParticleSwarm(SelectionObjective objective, ulong seed) : SearchMethod(objective)
{
    private const int Particles = 20;
    private const double Inertia = 0.73; // Clerc and Kennedy's constriction, 2002
    private const double Pull = 1.5;
    private const double Fastest = 4; // chances stay between 2 and 98 %

    private readonly Offspring _offspring = new(objective);
    private readonly Particle[] _swarm = [.. Enumerable.Range(0, Particles).Select(_ => new Particle(objective.Count))];

    public override SelectionMethod Method => SelectionMethod.Swarm;

    protected override void Round(int number)
    {
        var random = new SeededRandom(seed, $"schedule.swarm.{number}");
        if (number == 0)
        {
            Start(random);
            return;
        }
        if (Best is null)
        {
            return;
        }
        bool[] goal = Flags(Best);
        foreach (Particle particle in _swarm)
        {
            Move(particle, goal, random);
        }
    }

    private void Start(SeededRandom random)
    {
        Selection? greedy = LazyGreedy.Choose(Objective);
        for (int p = 0; p < Particles; p++)
        {
            Selection? start = p == 0 ? greedy : _offspring.Random(random);
            Keep(start);
            (_swarm[p].At, _swarm[p].Best) = (start, start);
        }
    }

    private void Move(Particle particle, bool[] goal, SeededRandom random)
    {
        bool[] at = Flags(particle.At);
        bool[] own = Flags(particle.Best);
        var wished = new List<int>();
        for (int j = 0; j < at.Length; j++)
        {
            double velocity = (Inertia * particle.Velocity[j])
                + (Pull * random.NextDouble() * Toward(own[j], at[j])) + (Pull * random.NextDouble() * Toward(goal[j], at[j]));
            particle.Velocity[j] = Math.Clamp(velocity, -Fastest, Fastest);
            if (random.NextDouble() < PortableMath.Sigmoid(particle.Velocity[j]))
            {
                wished.Add(j);
            }
        }
        if (_offspring.Raise(wished.OrderByDescending(j => particle.Velocity[j]), random) is { } moved) // equals by index: stable
        {
            particle.At = moved;
            particle.Best = particle.Best is null || moved.Units > particle.Best.Units ? moved : particle.Best;
            Keep(moved);
        }
    }

    private static int Toward(bool goal, bool at) => (goal ? 1 : 0) - (at ? 1 : 0);

    private bool[] Flags(Selection? selection)
    {
        bool[] flags = new bool[Objective.Count];
        foreach (int chosen in selection?.Chosen ?? [])
        {
            flags[chosen] = true;
        }
        return flags;
    }

    private sealed class Particle(int candidates)
    {
        public double[] Velocity { get; } = new double[candidates];

        public Selection? At { get; set; }

        public Selection? Best { get; set; }
    }
}
