using Hallmark.Cel.Regex.Unicode;

namespace Hallmark.Cel.Regex;

/// <summary>Reads what follows an opening parenthesis: nothing, a name, or flags.</summary>
internal sealed class GroupOpening(PatternReader reader)
{
    private static readonly (string Opening, string What)[] Foreign =
    [
        ("=", "lookahead is"), ("!", "lookahead is"), ("<=", "lookbehind is"), ("<!", "lookbehind is"), (">", "atomic groups are"),
        ("(", "conditions are"), ("#", "comments are"), ("|", "branch reset is"), ("'", "names in quotes are"),
        ("P=", "references to groups are"), ("P>", "calls of groups are"), ("R", "recursion is"), ("&", "calls of groups are"),
    ];

    private readonly HashSet<string> _names = [];

    /// <summary>Takes the opening.</summary>
    /// <returns>False for flags that stand alone, as in <c>(?i)</c>: no group begins.</returns>
    public bool Take(ref PatternFlags flags)
    {
        int start = reader.At;
        reader.Take('(');
        if (!reader.Take('?'))
        {
            return true;
        }
        RefuseForeign(start);
        if (reader.Take("P<") || reader.Take('<'))
        {
            TakeName(start);
            return true;
        }
        return TakeFlags(start, ref flags);
    }

    private void TakeName(int start)
    {
        string? name = reader.TakeUntil(">");
        if (string.IsNullOrEmpty(name) || !name.EnumerateRunes().All(rune => UnicodeClasses.NameCharacters.Contains(rune.Value)))
        {
            throw PatternReader.Fault(start, "not a name of a group");
        }
        if (!_names.Add(name))
        {
            throw PatternReader.Fault(start, "a second group of the same name");
        }
    }

    private bool TakeFlags(int start, ref PatternFlags flags)
    {
        PatternFlags result = flags;
        bool off = false;
        bool any = true;
        while (!reader.AtEnd)
        {
            int at = reader.At;
            int letter = reader.TakeCodePoint();
            if (letter is ':' or ')' && any)
            {
                flags = result;
                return letter == ':';
            }
            if (letter == '-' && !off)
            {
                (off, any) = (true, false);
                continue;
            }
            PatternFlags flag = Flag(letter, at);
            result = off ? result & ~flag : result | flag;
            any = true;
        }
        throw PatternReader.Fault(start, "the group is not closed");
    }

    private static PatternFlags Flag(int letter, int at) => letter switch
    {
        'i' => PatternFlags.IgnoreCase,
        'm' => PatternFlags.Lines,
        's' => PatternFlags.DotTakesNewline,
        'U' => PatternFlags.None,
        _ => throw PatternReader.Fault(at, "not a flag of RE2"),
    };

    private void RefuseForeign(int start)
    {
        foreach ((string opening, string what) in Foreign)
        {
            if (reader.Sees(opening))
            {
                throw PatternReader.Fault(start, what + " no part of RE2");
            }
        }
    }
}
