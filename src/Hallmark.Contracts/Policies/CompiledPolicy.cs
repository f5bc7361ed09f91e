using Hallmark.Cel;

namespace Hallmark.Contracts.Policies;

/// <summary>A policy made ready for statements of one kind.</summary>
public sealed class CompiledPolicy
{
    private readonly Fact[] _facts;
    private readonly Part? _when;
    private readonly (PolicyRule Rule, Part Part)[] _rules;
    private readonly (PolicyCounter Counter, Part Part)[] _counters;
    private readonly Part? _deposit;
    private readonly Part? _reward;

    private CompiledPolicy(PolicyDocument document, Fact[] facts, CelEnvironment environment)
    {
        Document = document;
        _facts = facts;
        Part Compile(string expression, CelType type, string name) =>
            new(name, expression, CompileOne(environment, expression, type, name));
        _when = document.When is { } when ? Compile(when, CelType.Bool, "when") : null;
        _rules = [.. document.Rules.Select(rule => (rule, Compile(rule.Expression, CelType.Bool, rule.Name)))];
        _counters =
            [.. document.Counters.Select(counter => (counter, Compile(counter.Expression, CelType.Int, $"counter {counter.Name}")))];
        _deposit = document.Deposit is { } deposit ? Compile(deposit, CelType.Int, "deposit") : null;
        _reward = document.Reward is { } reward ? Compile(reward, CelType.Int, "reward") : null;
    }

    public PolicyDocument Document { get; }

    /// <param name="rules">Version of the rules: a policy sees what they know.</param>
    /// <exception cref="PolicyException">An expression names what is not there, or has another type; says where.</exception>
    public static CompiledPolicy For(PolicyDocument document, string kind, int rules)
    {
        if (Kinds.Find(kind, rules)?.Facts is not { } own)
        {
            string known = string.Join(", ", Kinds.Governable(rules).Select(one => one.Name));
            throw new PolicyException(document.Name, "governs", $"{kind} cannot be governed; there are {known}");
        }
        Fact[] facts = [.. StatementFacts.All.Concat(own).Where(fact => fact.Since <= rules)];
        CelType counters = CelType.Object("counters", [.. document.Counters.Select(counter => new CelField(counter.Name, CelType.Int))]);
        var environment = new CelEnvironment(
            [.. facts.Select(fact => new CelVariable(fact.Name, fact.TypeUnder(rules))), new CelVariable("counters", counters)])
        {
            ShiftsKeepSign = rules < RuleVersions.LogicalShifts,
        };
        return new CompiledPolicy(document, facts, environment);
    }

    /// <summary>Evaluates the policy on what is known; a fact that is not known is an unbound variable.</summary>
    /// <param name="known">Values by the names of facts.</param>
    /// <param name="counters">What the counters stand at.</param>
    /// <param name="steps">How many steps all of it may use.</param>
    public PolicyFinding Evaluate(IReadOnlyDictionary<string, CelValue> known, IReadOnlyDictionary<string, CelValue> counters, long steps)
    {
        CelValue[] values =
            [.. _facts.Select(fact => known.GetValueOrDefault(fact.Name)), CelValue.Of(new NamedValues("counters", counters))];
        return new Evaluation(this, values, steps).Run();
    }

    private CelProgram CompileOne(CelEnvironment environment, string expression, CelType type, string part)
    {
        CelProgram program;
        try
        {
            program = environment.Compile(expression);
        }
        catch (CelException e)
        {
            throw new PolicyException(Document.Name, part, $"line {e.Line}, column {e.Column}: {e.Reason}")
            {
                Line = e.Line,
                Column = e.Column,
            };
        }
        return program.ResultType.ToString() == type.ToString()
            ? program
            : throw new PolicyException(Document.Name, part, $"has type {program.ResultType}, not {type}") { Line = 1, Column = 1 };
    }

    private sealed record Part(string Name, string Expression, CelProgram Program);

    /// <summary>One pass over the expressions, with what it may still use.</summary>
    private sealed class Evaluation(CompiledPolicy policy, CelValue[] values, long limit)
    {
        private readonly List<ExpressionResult> _results = [];
        private readonly List<PolicyRule> _broken = [];
        private readonly List<(PolicyCounter, long)> _counters = [];
        private long _steps;

        public PolicyFinding Run()
        {
            if (policy._when is { } when)
            {
                ExpressionResult applies = Evaluate(when);
                if (!applies.Holds)
                {
                    return Finding(applies: false) with { Fault = applies.Error is null ? null : applies };
                }
            }
            foreach ((PolicyRule rule, Part part) in policy._rules)
            {
                ExpressionResult result = Evaluate(part);
                if (result.Error?.Kind == CelErrorKind.LimitExceeded)
                {
                    return Finding() with { Fault = result };
                }
                if (!result.Holds)
                {
                    _broken.Add(rule);
                    if (rule.Otherwise is RuleEffect.Deny or RuleEffect.RevokeGrant)
                    {
                        return Finding();
                    }
                }
            }
            return RunNumbers();
        }

        private PolicyFinding RunNumbers()
        {
            foreach ((PolicyCounter counter, Part part) in policy._counters)
            {
                ExpressionResult result = Evaluate(part);
                if (result.Value is null)
                {
                    return Finding() with { Fault = result };
                }
                _counters.Add((counter, result.Number));
            }
            ExpressionResult? deposit = policy._deposit is null ? null : Evaluate(policy._deposit);
            ExpressionResult? reward = policy._reward is null ? null : Evaluate(policy._reward);
            ExpressionResult? fault = deposit is { Value: null } ? deposit : reward is { Value: null } ? reward : null;
            return fault is null ? Finding() with { Deposit = deposit?.Number, Reward = reward?.Number } : Finding() with { Fault = fault };
        }

        private ExpressionResult Evaluate(Part part)
        {
            CelResult result = part.Program.Evaluate(values, CelLimits.Default with { Steps = limit - _steps, OffsetsOnly = true });
            _steps += result.Steps;
            var evaluated = new ExpressionResult(part.Name, part.Expression, result.IsValue ? result.Value : null, result.Error);
            _results.Add(evaluated);
            return evaluated;
        }

        private PolicyFinding Finding(bool applies = true) => new(policy.Document, _results)
        {
            Applies = applies,
            Broken = _broken,
            Counters = _counters,
            Steps = _steps,
        };
    }
}

/// <summary>A policy whose expressions do not hold together.</summary>
public sealed class PolicyException(string policy, string part, string reason) : Exception($"policy {policy}, {part}: {reason}")
{
    /// <summary>What in the policy: when, a rule's name, counter NAME, deposit, reward.</summary>
    public string Part { get; } = part;

    public string Reason { get; } = reason;

    /// <summary>Line within the expression, from 1; 0 where no place in it is meant.</summary>
    public int Line { get; init; }

    /// <summary>Column within that line, from 1.</summary>
    public int Column { get; init; }
}
