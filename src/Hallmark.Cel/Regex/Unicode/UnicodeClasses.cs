using System.Collections.Frozen;

namespace Hallmark.Cel.Regex.Unicode;

/// <summary>What <c>\p{…}</c> names: a script, a general category of two letters or of one, or <c>Any</c>. Names are exact.</summary>
internal static class UnicodeClasses
{
    private static readonly Lazy<FrozenDictionary<string, CodePointSet>> Classes = new(Load);

    // RE2 takes letters, marks, digits and connectors, not other numbers.
    private static readonly Lazy<CodePointSet> OfNames = new(() => Union("L", "Nl", "Mn", "Mc", "Nd", "Pc"));

    /// <summary>Code points that the name of a group may hold.</summary>
    public static CodePointSet NameCharacters => OfNames.Value;

    public static IEnumerable<string> Names => Classes.Value.Keys;

    public static CodePointSet? Find(string name) => Classes.Value.GetValueOrDefault(name);

    private static CodePointSet Union(params IEnumerable<string> names) =>
        CodePointSet.Of(names.SelectMany(name => Classes.Value[name].Ranges));

    private static FrozenDictionary<string, CodePointSet> Load()
    {
        var classes = new Dictionary<string, CodePointSet>(UnicodeData.Classes) { ["Any"] = CodePointSet.All };
        foreach (IGrouping<string, string> major in classes.Keys.Where(name => name.Length == 2).GroupBy(name => name[..1]).ToArray())
        {
            classes.Add(major.Key, CodePointSet.Of(major.SelectMany(name => classes[name].Ranges)));
        }
        return classes.ToFrozenDictionary();
    }
}
