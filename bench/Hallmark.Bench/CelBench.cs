using System.Diagnostics;
using Hallmark.Cel;

namespace Hallmark.Bench;

/// <param name="Rule">The expression.</param>
/// <param name="CompileMicroseconds">Parsing, checking and building it once.</param>
/// <param name="EvaluateNanoseconds">Of one evaluation, the best of several runs.</param>
/// <param name="BytesPerEvaluation">Allocated by one evaluation.</param>
/// <param name="Steps">What one evaluation counts against its limit.</param>
public sealed record CelFigures(string Rule, double CompileMicroseconds, double EvaluateNanoseconds, double BytesPerEvaluation, long Steps);

/// <summary>What rules of a policy cost on one thread.</summary>
public static class CelBench
{
    private const int Runs = 5;

    private static readonly string[] Rules =
    [
        "batch.labelNoise < 0.2 && sender.credibility > 300 && 'trainer' in sender.roles",
        "batch.rows >= 100 && batch.rows <= 100000 && batch.duplicates * 100 < batch.rows",
        "sender.roles.exists(r, r.startsWith('train')) && !(sender.name in ['mallory', 'eve'])",
        "sender.name.matches('^[a-z]+(-[a-z0-9]+)*$') && size(sender.name) < 64",
        "counts.all(k, counts[k] < 10) ? batch.labelNoise * 2.0 < 0.5 : has(counts.x)",
    ];

    private static readonly CelType Batch = CelType.Object(
        "Batch", [new("labelNoise", CelType.Double), new("rows", CelType.Int), new("duplicates", CelType.Int)]);

    private static readonly CelType Sender = CelType.Object(
        "Member", [new("name", CelType.String), new("credibility", CelType.Int), new("roles", CelType.List(CelType.String))]);

    private static readonly CelEnvironment Environment = new(
        [new("batch", Batch), new("sender", Sender), new("counts", CelType.Map(CelType.String, CelType.Int))]);

    /// <param name="rounds">Evaluations in each run.</param>
    public static IReadOnlyList<CelFigures> Run(int rounds) => [.. Rules.Select(rule => Measure(rule, rounds))];

    private static CelFigures Measure(string rule, int rounds)
    {
        CelValue[] values = [CelValue.Of(new BatchFacts()), CelValue.Of(new MemberFacts()), Counts()];
        CelProgram program = Environment.Compile(rule);
        CelResult result = program.Evaluate(values, CelLimits.Default);
        if (!result.IsValue || !result.Value.AsBool())
        {
            throw new InvalidOperationException($"the bench's own rule does not hold: {rule}");
        }
        double compile = Best(rounds / 100, () => Environment.Compile(rule));
        double evaluate = Best(rounds, () => program.Evaluate(values, CelLimits.Default));
        long before = GC.GetAllocatedBytesForCurrentThread();
        program.Evaluate(values, CelLimits.Default);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return new CelFigures(rule, compile / 1000, evaluate, bytes, result.Steps);
    }

    /// <summary>Nanoseconds of one call in the fastest run.</summary>
    private static double Best<T>(int rounds, Func<T> call)
    {
        double best = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < rounds; i++)
            {
                call();
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds);
        }
        return best;
    }

    private static CelValue Counts() => CelValue.Of(new CelMap(
        Enumerable.Range(0, 5).Select(i => KeyValuePair.Create(CelValue.Of($"key{i}"), CelValue.Of((long)i)))));

    private sealed class BatchFacts : CelObject
    {
        public override string TypeName => "Batch";

        public override bool TryGetField(string name, out CelValue value)
        {
            value = name switch
            {
                "labelNoise" => CelValue.Of(0.05),
                "rows" => CelValue.Of(5000L),
                "duplicates" => CelValue.Of(3L),
                _ => default,
            };
            return value.Kind != CelKind.None;
        }
    }

    private sealed class MemberFacts : CelObject
    {
        private readonly CelValue _roles = CelValue.Of(new CelList([CelValue.Of("validator"), CelValue.Of("trainer")]));

        public override string TypeName => "Member";

        public override bool TryGetField(string name, out CelValue value)
        {
            value = name switch
            {
                "name" => CelValue.Of("ada-lovelace"),
                "credibility" => CelValue.Of(500L),
                "roles" => _roles,
                _ => default,
            };
            return value.Kind != CelKind.None;
        }
    }
}
