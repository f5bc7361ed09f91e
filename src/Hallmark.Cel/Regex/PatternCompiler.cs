namespace Hallmark.Cel.Regex;

/// <summary>Writes a parsed pattern as an automaton (Thompson's construction), counted repetitions as that many copies.</summary>
internal sealed class PatternCompiler
{
    private readonly List<Instruction> _code = [];
    private readonly Dictionary<CodePointSet, int> _sets = [];

    /// <exception cref="CelPatternException">Too many instructions.</exception>
    public static PatternProgram Compile(PatternNode node)
    {
        var compiler = new PatternCompiler();
        compiler.Write(node);
        compiler.Add(new Instruction(Operation.Match));
        return new PatternProgram([.. compiler._code], [.. compiler._sets.OrderBy(set => set.Value).Select(set => set.Key)]);
    }

    private void Write(PatternNode node)
    {
        switch (node)
        {
            case OneOf one: WriteSet(one.Set); break;
            case Condition condition: Add(new Instruction(Operation.Place, (int)condition.At)); break;
            case Sequence sequence: Array.ForEach(sequence.Items, Write); break;
            case Choice choice: WriteChoice(choice.Items); break;
            case Repeat repeat: WriteRepeat(repeat.Item, repeat.Times); break;
            default: throw new InvalidOperationException($"A node of another kind: {node.GetType().Name}");
        }
    }

    private void WriteSet(CodePointSet set)
    {
        if (set.Single is { } code)
        {
            Add(new Instruction(Operation.CodePoint, code));
            return;
        }
        _sets.TryAdd(set, _sets.Count);
        Add(new Instruction(Operation.Set, _sets[set]));
    }

    private void WriteChoice(PatternNode[] items)
    {
        var ends = new List<int>();
        foreach (PatternNode item in items.AsSpan(..^1))
        {
            int fork = Add(default);
            Write(item);
            ends.Add(Add(default));
            _code[fork] = new Instruction(Operation.Fork, fork + 1, _code.Count);
        }
        Write(items[^1]);
        foreach (int end in ends)
        {
            _code[end] = new Instruction(Operation.Jump, _code.Count);
        }
    }

    private void WriteRepeat(PatternNode item, Repetition times)
    {
        int last = _code.Count;
        for (int copy = 0; copy < times.Least; copy++)
        {
            last = _code.Count;
            Write(item);
        }
        if (times.Most is { } most)
        {
            WriteOptional(item, most - times.Least);
        }
        else if (times.Least > 0)
        {
            Add(new Instruction(Operation.Fork, last, _code.Count + 1));
        }
        else
        {
            int fork = Add(default);
            Write(item);
            Add(new Instruction(Operation.Jump, fork));
            _code[fork] = new Instruction(Operation.Fork, fork + 1, _code.Count);
        }
    }

    // Each copy stands behind the one before it, and whoever wants no more leaves the whole row.
    private void WriteOptional(PatternNode item, int copies)
    {
        var forks = new List<int>();
        for (int copy = 0; copy < copies; copy++)
        {
            forks.Add(Add(default));
            Write(item);
        }
        foreach (int fork in forks)
        {
            _code[fork] = new Instruction(Operation.Fork, fork + 1, _code.Count);
        }
    }

    private int Add(Instruction instruction)
    {
        if (_code.Count == Re2Pattern.SizeLimit)
        {
            throw new CelPatternException($"pattern: more than {Re2Pattern.SizeLimit} instructions with its repetitions written out");
        }
        _code.Add(instruction);
        return _code.Count - 1;
    }
}
