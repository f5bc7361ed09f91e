using Hallmark.Cel.Regex.Unicode;

namespace Hallmark.Cel.Regex;

/// <summary>Reads classes: in brackets, and those with a name (<c>\d</c>, <c>\pL</c>, <c>[:alpha:]</c>).</summary>
internal static class ClassReader
{
    /// <summary>Takes a class in brackets.</summary>
    public static CodePointSet TakeBrackets(PatternReader reader, bool fold)
    {
        int start = reader.At;
        reader.Take('[');
        bool negated = reader.Take('^');
        var named = new CodePointSetBuilder();
        var written = new CodePointSetBuilder();
        for (bool first = true; first || !reader.Sees(']'); first = false)
        {
            if (reader.AtEnd)
            {
                throw NotClosed(start);
            }
            TakeItem(reader, named, written, fold, start);
        }
        reader.Take(']');
        named.Add(fold ? written.Build().Folded : written.Build());
        CodePointSet set = named.Build();
        return negated ? set.Complement : set;
    }

    /// <summary>Takes <c>\d \D \s \S \w \W \p \P</c>; null, and nothing taken, where there is none.</summary>
    public static CodePointSet? TryTakeNamed(PatternReader reader, bool fold)
    {
        if (reader.Rest.Length < 2 || !reader.Sees('\\'))
        {
            return null;
        }
        char letter = reader.Rest[1];
        if (char.ToLowerInvariant(letter) == 'p')
        {
            return TakeUnicode(reader, letter == 'P', fold);
        }
        if (!char.IsAscii(letter) || NamedClasses.FindPerl(char.ToLowerInvariant(letter)) is not { } set)
        {
            return null;
        }
        reader.At += 2;
        return Variant(set, char.IsAsciiLetterUpper(letter), fold);
    }

    private static void TakeItem(PatternReader reader, CodePointSetBuilder named, CodePointSetBuilder written, bool fold, int start)
    {
        if ((TryTakePosix(reader, fold) ?? TryTakeNamed(reader, fold)) is { } set)
        {
            named.Add(set);
            return;
        }
        int at = reader.At;
        int low = TakeMember(reader);
        int high = low;
        if (reader.Sees('-') && !reader.Sees("-]"))
        {
            reader.Take('-');
            high = reader.AtEnd ? throw NotClosed(start) : TakeMember(reader);
        }
        if (high < low)
        {
            throw PatternReader.Fault(at, "a range that ends before it begins");
        }
        written.Add(low, high);
    }

    private static int TakeMember(PatternReader reader) => reader.Sees('\\') ? EscapeReader.Take(reader) : reader.TakeCodePoint();

    private static CodePointSet? TryTakePosix(PatternReader reader, bool fold)
    {
        int start = reader.At;
        if (!reader.Take("[:"))
        {
            return null;
        }
        string? name = reader.TakeUntil(":]");
        if (name is null)
        {
            // Then the bracket is a member like any other.
            reader.At = start;
            return null;
        }
        bool negated = name.StartsWith('^');
        CodePointSet? set = NamedClasses.FindPosix(negated ? name[1..] : name);
        return set is null ? throw PatternReader.Fault(start, "not a class of POSIX") : Variant(set, negated, fold);
    }

    private static CodePointSet TakeUnicode(PatternReader reader, bool negated, bool fold)
    {
        int start = reader.At;
        reader.At += 2;
        string? name = reader.Take('{') ? reader.TakeUntil("}") : reader.AtEnd ? null : char.ConvertFromUtf32(reader.TakeCodePoint());
        if (name is ['^', ..])
        {
            negated = !negated;
            name = name[1..];
        }
        return name is not null && UnicodeClasses.Find(name) is { } set
            ? Variant(set, negated, fold)
            : throw PatternReader.Fault(start, "not a category or script of Unicode");
    }

    // Folded first: what is left out is left out in either case.
    private static CodePointSet Variant(CodePointSet set, bool negated, bool fold)
    {
        CodePointSet either = fold ? set.Folded : set;
        return negated ? either.Complement : either;
    }

    private static CelPatternException NotClosed(int start) => PatternReader.Fault(start, "the class is not closed");
}
