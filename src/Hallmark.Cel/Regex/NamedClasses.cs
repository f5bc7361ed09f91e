using System.Collections.Frozen;

namespace Hallmark.Cel.Regex;

/// <summary>The classes of Perl and POSIX, all of them ASCII.</summary>
internal static class NamedClasses
{
    private static readonly CodePointSet Digits = CodePointSet.Of(('0', '9'));
    private static readonly CodePointSet Words = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    private static readonly FrozenDictionary<char, CodePointSet> Perl = new Dictionary<char, CodePointSet>
    {
        ['d'] = Digits,
        ['s'] = CodePointSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' ')),
        ['w'] = Words,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, CodePointSet> Posix = new Dictionary<string, CodePointSet>
    {
        ["alnum"] = CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        ["alpha"] = CodePointSet.Of(('A', 'Z'), ('a', 'z')),
        ["ascii"] = CodePointSet.Of((0, 0x7F)),
        ["blank"] = CodePointSet.Of(('\t', '\t'), (' ', ' ')),
        ["cntrl"] = CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
        ["digit"] = Digits,
        ["graph"] = CodePointSet.Of(('!', '~')),
        ["lower"] = CodePointSet.Of(('a', 'z')),
        ["print"] = CodePointSet.Of((' ', '~')),
        ["punct"] = CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        ["space"] = CodePointSet.Of(('\t', '\r'), (' ', ' ')),
        ["upper"] = CodePointSet.Of(('A', 'Z')),
        ["word"] = Words,
        ["xdigit"] = CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
    }.ToFrozenDictionary();

    /// <summary>The class behind <c>\d</c>, <c>\s</c> or <c>\w</c>.</summary>
    public static CodePointSet? FindPerl(char letter) => Perl.GetValueOrDefault(letter);

    /// <summary>The class between <c>[:</c> and <c>:]</c>.</summary>
    public static CodePointSet? FindPosix(string name) => Posix.GetValueOrDefault(name);
}
