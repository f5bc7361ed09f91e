using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Cel.Regex.Unicode;

namespace Hallmark.Cel.Tests.Regex;

/// <summary>The frozen Unicode 15.0.0 beside the runtime's, which is another version.</summary>
public sealed class UnicodeDataTests
{
    // In the order of UnicodeCategory, whose last is "not assigned".
    private static readonly string[] Names =
        "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".Split(' ');

    // AHOM CONSONANT SIGN MEDIAL RA became a nonspacing mark after 15.0.
    private static readonly int[] ChangedCategory = [0x1171E];

    // Unicode 16.0 gave capitals to LATIN SMALL LETTER LAMBDA WITH STROKE and RAMS HORN.
    private static readonly int[] LaterCapitals = [0x19B, 0x264];

    private static IEnumerable<string> Scripts =>
        UnicodeClasses.Names.Where(name => name.Length > 1 && name != "Any" && !Names.Contains(name));

    [Fact]
    public void General_categories_are_the_runtimes_wherever_both_know_the_code_point()
    {
        var ours = Names
            .SelectMany(name => UnicodeClasses.Find(name)!.Ranges.SelectMany(Codes).Select(code => (code, name)))
            .ToDictionary();
        int[] different =
            [.. from entry in ours
                let theirs = CharUnicodeInfo.GetUnicodeCategory(entry.Key)
                where theirs != UnicodeCategory.OtherNotAssigned && Names[(int)theirs] != entry.Value
                select entry.Key];
        Assert.Equal(ChangedCategory, different.Order());
        Assert.True(ours.Count > 280_000);
        Assert.DoesNotContain(ours.Keys, code => CharUnicodeInfo.GetUnicodeCategory(code) == UnicodeCategory.OtherNotAssigned);
    }

    [Fact]
    public void Upper_and_lower_case_of_the_runtime_lie_in_the_same_orbit()
    {
        int[] different =
            [.. from entry in Names.SelectMany(name => UnicodeClasses.Find(name)!.Ranges).SelectMany(Codes)
                where Rune.IsValid(entry)
                let rune = new Rune(entry)
                from other in new[] { Rune.ToUpperInvariant(rune), Rune.ToLowerInvariant(rune) }
                where other != rune && !CaseFolding.Beside(entry, entry).Contains(other.Value)
                select entry];
        Assert.Equal(LaterCapitals, different.Order());
    }

    [Fact]
    public void Orbits_are_disjoint_and_rising()
    {
        int[][] orbits = [.. UnicodeData.Orbits];
        Assert.True(orbits.Length > 1_350);
        Assert.All(orbits, orbit => Assert.True(orbit.Length > 1 && orbit.SequenceEqual(orbit.Order())));
        Assert.Equal(orbits.Sum(orbit => orbit.Length), orbits.SelectMany(orbit => orbit).Distinct().Count());
    }

    [Fact]
    public void Scripts_are_disjoint_and_cover_what_is_assigned()
    {
        int[] scripts = [.. Scripts.SelectMany(name => UnicodeClasses.Find(name)!.Ranges).SelectMany(Codes)];
        HashSet<int> all = [.. scripts];
        Assert.Equal(scripts.Length, all.Count);
        Assert.Equal(163, Scripts.Count());
        string[] majors = ["L", "M", "N", "P", "S", "Z"];
        Assert.Subset(all, majors.SelectMany(name => UnicodeClasses.Find(name)!.Ranges).SelectMany(Codes).ToHashSet());
    }

    [Fact]
    public void The_table_is_frozen()
    {
        using Stream stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode-15.0.0.txt")!;
        Assert.Equal("96f6b7b8804f9179d71a0f7814b8455566b53c45a610778b02b497c1c92bab46", Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static IEnumerable<int> Codes((int Low, int High) range) => Enumerable.Range(range.Low, range.High - range.Low + 1);
}
