using System.Text.RegularExpressions;

namespace Hallmark.Learning.Tests;

/// <summary>
/// Wherever a digest, score, schedule or model depends on the result, nothing may be called whose result depends on the CPU,
/// the C library, the time, the culture or the process.
/// </summary>
public partial class BannedApiTests
{
    private static readonly string[] s_projects =
        ["Hallmark.Learning", "Hallmark.Scheduling", "Hallmark.Quality", "Hallmark.Contracts", "Hallmark.Training", "Hallmark.Data"];

    // Each with a line that it must catch: a pattern that catches nothing protects nothing.
    public static TheoryData<string, string> Banned => new()
    {
        { @"\bTensorPrimitives\b", "TensorPrimitives.Dot(a, b)" },
        { @"\bVector<", "Vector<float> v" },
        { @"\bMultiplyAddEstimate\b", "Vector256.MultiplyAddEstimate(a, b, c)" },
        { @"\b(ReciprocalEstimate|ReciprocalSqrtEstimate|ReciprocalSquareRootEstimate)\b", "Math.ReciprocalEstimate(x)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "Math.Exp(x)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "MathF.Log2(x)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "Math.Pow(x, 2)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "Math.Tanh(x)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "Math.SinCos(x)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "double.Cos(x)" },
        { @"\b(Math|MathF|double|float|Double|Single|Vector128|Vector256|Vector512)\s*\.\s*" + Transcendental, "Vector256.Exp(v)" },
        { @"\bVector(128|256|512)\.(Sum|Dot)\b", "Vector256.Sum(v)" },
        { @"\bVector(128|256|512)\.(Sum|Dot)\b", "Vector256.Dot(a, b)" },
        { @"\bnew Random\(", "var r = new Random(1);" },
        { @"(?<!\w)Random\.Shared\b", "Random.Shared.Next()" },
        { @"\bCurrent(UI)?Culture\b", "CultureInfo.CurrentCulture" },
        { @"\bAsParallel\(", "items.AsParallel()" },
        { @"\b(OrderBy|ThenBy|Sort|CompareTo)(Descending)?\b.*\bGetHashCode\(", "items.OrderBy(x => x.GetHashCode())" },
        { @"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b", "DateTime.UtcNow" },
        { @"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b", "DateTimeOffset.Now" },
        { @"\bEnvironment\.TickCount", "Environment.TickCount64" },
    };

    private const string Transcendental =
        @"(Exp\w*|Log\w*|ILogB|Pow|Cbrt|RootN|Hypot|Sin\w*|Cos\w*|Tan\w*|Asin\w*|Acos\w*|Atan\w*|Lerp)\s*\(";

    [Theory, MemberData(nameof(Banned))]
    public void Each_pattern_catches_what_it_bans(string pattern, string line)
    {
        Assert.Matches(pattern, CodeOf($"var a = \"//\"; {line} /* why */"));
        Assert.DoesNotMatch(pattern, CodeOf($"a(); // {line}"));
        Assert.DoesNotMatch(pattern, CodeOf($"a(); /* {line}\n {line} */ b();"));
    }

    [Theory]
    [InlineData("PortableMath.Exp(x)")]
    [InlineData("Math.Sqrt(Math.Abs(Math.Max(a, b)))")]
    [InlineData("Vector256<float> v")]
    [InlineData("new SeededRandom(1, name)")]
    public void Lets_pass(string line) => Assert.All(Banned, row => Assert.DoesNotMatch(row.Data.Item1, CodeOf(line)));

    [Fact]
    public void No_source_on_the_reproducible_path_calls_what_is_banned()
    {
        string root = Root();
        string[] patterns = [.. Banned.Select(row => row.Data.Item1).Distinct()];
        string[] files = [.. s_projects.Select(project => Path.Combine(root, "src", project)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())];
        Assert.True(files.Length > 10, "The sources were not found.");
        var found = new List<string>();
        foreach (string file in files)
        {
            string[] lines = CodeOf(File.ReadAllText(file)).Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                found.AddRange(patterns.Where(pattern => Regex.IsMatch(lines[i], pattern))
                    .Select(pattern => $"{Path.GetRelativePath(root, file)}:{i + 1} matches {pattern}: {lines[i].Trim()}"));
            }
        }
        Assert.Empty(found);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hallmark.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }

    // Comments become empty, but keep their line ends; literals stay, since "//" may stand in one.
    private static string CodeOf(string source) =>
        LiteralOrComment().Replace(
            source, match => match.Groups["literal"].Success ? match.Value : new string('\n', match.Value.Count(c => c == '\n')));

    [GeneratedRegex("""
        (?<literal>"{3,}[\s\S]*?"{3,}|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')|//[^\n]*|/\*[\s\S]*?\*/
        """)]
    private static partial Regex LiteralOrComment();
}
