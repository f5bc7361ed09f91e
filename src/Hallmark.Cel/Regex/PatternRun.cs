using System.Text;

namespace Hallmark.Cel.Regex;

/// <summary>
/// One run of an automaton over a text: all states it can be in, moved on together from code point to code point. A step is an
/// instruction looked at; at each place between code points each is looked at twice at most.
/// </summary>
internal ref struct PatternRun(PatternProgram program, ref long steps)
{
    // Stands before the first and behind the last code point.
    private const int NoCodePoint = -1;

    private readonly Instruction[] _code = program.Instructions;

    // By instruction: the place at which it was last put in line, so that nothing is put there twice and nothing is cleared.
    private readonly int[] _lastPlace = new int[program.Instructions.Length];
    private readonly int[] _line = new int[program.Instructions.Length];

    // Instructions that take a code point, at this place; and where those that took it go on.
    private readonly int[] _takers = new int[program.Instructions.Length];
    private readonly int[] _reached = new int[program.Instructions.Length];
    private readonly ref long _steps = ref steps;
    private int _inLine;
    private int _takerCount;
    private int _place;
    private int _before = NoCodePoint;
    private int _behind = NoCodePoint;

    public bool Matches(ReadOnlySpan<char> text)
    {
        int reached = 0;
        while (true)
        {
            _place++;
            _takerCount = 0;
            _behind = Next(ref text);
            // A match may begin at any place, so the start is always among the states.
            if (Follow(0) || FollowAll(_reached.AsSpan(0, reached)))
            {
                return true;
            }
            if (_behind == NoCodePoint)
            {
                return false;
            }
            reached = TakeCodePoint();
            _before = _behind;
        }
    }

    private static int Next(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return NoCodePoint;
        }
        // Half of a surrogate pair comes out as U+FFFD.
        Rune.DecodeFromUtf16(text, out Rune rune, out int length);
        text = text[length..];
        return rune.Value;
    }

    private bool FollowAll(ReadOnlySpan<int> starts)
    {
        foreach (int start in starts)
        {
            if (Follow(start))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Follows everything that takes no code point. True when a match is among it.</summary>
    private bool Follow(int start)
    {
        PutInLine(start);
        while (_inLine > 0)
        {
            int at = _line[--_inLine];
            Spend();
            Instruction instruction = _code[at];
            switch (instruction.Operation)
            {
                case Operation.Match: return true;
                case Operation.Jump: PutInLine(instruction.First); break;
                case Operation.Fork: PutInLine(instruction.First); PutInLine(instruction.Second); break;
                case Operation.Place: PutInLineIf(Holds((PlaceCondition)instruction.First), at + 1); break;
                default: _takers[_takerCount++] = at; break;
            }
        }
        return false;
    }

    private int TakeCodePoint()
    {
        int reached = 0;
        foreach (int at in _takers.AsSpan(0, _takerCount))
        {
            Spend();
            Instruction instruction = _code[at];
            bool takes = instruction.Operation == Operation.CodePoint
                ? instruction.First == _behind
                : program.Sets[instruction.First].Contains(_behind);
            if (takes)
            {
                _reached[reached++] = at + 1;
            }
        }
        return reached;
    }

    private void PutInLineIf(bool condition, int at)
    {
        if (condition)
        {
            PutInLine(at);
        }
    }

    private void PutInLine(int at)
    {
        if (_lastPlace[at] != _place)
        {
            _lastPlace[at] = _place;
            _line[_inLine++] = at;
        }
    }

    private readonly bool Holds(PlaceCondition condition) => condition switch
    {
        PlaceCondition.StartOfText => _before == NoCodePoint,
        PlaceCondition.EndOfText => _behind == NoCodePoint,
        PlaceCondition.StartOfLine => _before is NoCodePoint or '\n',
        PlaceCondition.EndOfLine => _behind is NoCodePoint or '\n',
        PlaceCondition.WordBoundary => IsWord(_before) != IsWord(_behind),
        _ => IsWord(_before) == IsWord(_behind),
    };

    private static bool IsWord(int code) => code is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_';

    private readonly void Spend()
    {
        if (--_steps < 0)
        {
            throw new PatternStepsException();
        }
    }
}
