using System.Text;

namespace Hallmark.Cel.Regex;

/// <summary>A place in a pattern that moves on. The pattern is well-formed UTF-16.</summary>
internal sealed class PatternReader
{
    private readonly string _pattern;

    public PatternReader(string pattern)
    {
        _pattern = pattern;
        if (pattern.Length > Re2Pattern.LengthLimit)
        {
            throw Fault(Re2Pattern.LengthLimit, $"longer than {Re2Pattern.LengthLimit} characters");
        }
        for (int at = 0; at < pattern.Length;)
        {
            at += Rune.TryGetRuneAt(pattern, at, out Rune rune) ? rune.Utf16SequenceLength : throw Fault(at, "half of a surrogate pair");
        }
    }

    public int At { get; set; }

    public bool AtEnd => At == _pattern.Length;

    /// <summary>What is left to read.</summary>
    public ReadOnlySpan<char> Rest => _pattern.AsSpan(At);

    public bool Sees(char c) => !AtEnd && _pattern[At] == c;

    public bool Sees(string text) => Rest.StartsWith(text);

    public bool Take(char c)
    {
        bool seen = Sees(c);
        At += seen ? 1 : 0;
        return seen;
    }

    public bool Take(string text)
    {
        bool seen = Sees(text);
        At += seen ? text.Length : 0;
        return seen;
    }

    /// <summary>Takes what stands before the end mark, and the mark; null where there is none.</summary>
    public string? TakeUntil(string end)
    {
        int length = Rest.IndexOf(end);
        if (length < 0)
        {
            return null;
        }
        string text = Rest[..length].ToString();
        At += length + end.Length;
        return text;
    }

    /// <summary>Takes a code point; there is one.</summary>
    public int TakeCodePoint()
    {
        Rune rune = Rune.GetRuneAt(_pattern, At);
        At += rune.Utf16SequenceLength;
        return rune.Value;
    }

    public static CelPatternException Fault(int at, string reason) => new($"pattern at offset {at}: {reason}");
}
