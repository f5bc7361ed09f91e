using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Hallmark.Mutation;

/// <summary>One project of a checkout that was built: its sources and everything in them that can be changed.</summary>
internal sealed class SourceProject
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    private readonly Dictionary<string, SyntaxTree> _trees;
    private readonly CSharpCompilation _compilation;

    public SourceProject(string repository, string name)
    {
        Name = name;
        string folder = Path.Combine(repository, "src", $"Hallmark.{name}");
        string made = Path.Combine(folder, "obj/Release/net10.0");
        _trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(repository, file), file => Parsed(File.ReadAllText(file)));
        IEnumerable<SyntaxTree> besides = Directory.EnumerateFiles(made, "*.cs").Select(file => Parsed(File.ReadAllText(file)))
            .Append(Parsed(Switching.SwitchSource));
        _compilation = CSharpCompilation.Create(
            $"Hallmark.{name}", [.. _trees.Values, .. besides], References(repository, name),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, checkOverflow: true, nullableContextOptions: NullableContextOptions.Enable));
        if (_compilation.GetDiagnostics().FirstOrDefault(IsError) is { } wrong)
        {
            throw new InvalidOperationException($"Hallmark.{name} does not compile as it is: {wrong}");
        }
        Places = [.. _trees.SelectMany(file => PlaceFinder.In(name, file.Key, file.Value.GetRoot()))];
    }

    public string Name { get; }

    public IReadOnlyList<Place> Places { get; }

    /// <summary>
    /// Whether the file still compiles with this one mutant in it. Warnings are errors in Hallmark, so a change that the compiler warns
    /// of, as of a null where none may be, is noticed before any test.
    /// </summary>
    public bool Compiles(Mutant mutant)
    {
        SyntaxTree before = _trees[mutant.Place.Path];
        SyntaxTree after = Parsed(Switching.Write(before.GetRoot(), [mutant]));
        return _compilation.ReplaceSyntaxTree(before, after).GetSemanticModel(after).GetDiagnostics()
            .All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning);
    }

    /// <summary>The text of each file that has mutants, with all of them in it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Changed(IEnumerable<Mutant> drawn) =>
        drawn.Where(mutant => mutant.Place.Project == Name).GroupBy(mutant => mutant.Place.Path)
            .Select(file => KeyValuePair.Create(file.Key, Switching.Write(_trees[file.Key].GetRoot(), file)));

    private static SyntaxTree Parsed(string text) => CSharpSyntaxTree.ParseText(text, Parsing);

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>What the tests of all projects have beside them, and the frameworks that this program runs on.</summary>
    private static IEnumerable<MetadataReference> References(string repository, string name)
    {
        string beside = Path.Combine(repository, "tests/Hallmark.Audit.Tests/bin/Release/net10.0");
        string[] framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return Directory.EnumerateFiles(beside, "*.dll")
            .Where(file => Path.GetFileNameWithoutExtension(file) != $"Hallmark.{name}")
            .Concat(framework.Where(file => !file.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)))
            .DistinctBy(Path.GetFileName)
            .Select(file => MetadataReference.CreateFromFile(file));
    }
}
