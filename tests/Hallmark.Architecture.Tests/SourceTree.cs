using System.Xml.Linq;

namespace Hallmark.Architecture.Tests;

/// <summary>One project below src/: what it references, and its own source files by path relative to the repository.</summary>
internal sealed record Project(
    string Name, IReadOnlyList<string> References, IReadOnlyList<string> Packages, IReadOnlyList<SourceFile> Files)
{
    /// <summary>Reads a project from the text of its file.</summary>
    public static Project Parse(string name, string text, params IReadOnlyList<SourceFile> files)
    {
        var xml = XDocument.Parse(text);
        string[] Items(string element) =>
            [.. xml.Descendants().Where(node => node.Name.LocalName == element)
                .Select(node => node.Attribute("Include")!.Value.Replace('\\', '/'))];
        return new Project(
            name, [.. Items("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path))], Items("PackageReference"), files);
    }
}

internal sealed record SourceFile(string Path, string Text)
{
    public int Lines => Text.Count(c => c == '\n') + (Text.Length > 0 && Text[^1] != '\n' ? 1 : 0);

    /// <summary>The text without comments, in which a rule may name what it forbids.</summary>
    public string Code { get; } = string.Join(
        '\n', Text.Split('\n').Select(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : line));
}

/// <summary>The repository that this test was built from.</summary>
internal static class SourceTree
{
    public static IReadOnlyList<Project> Projects { get; } = ReadProjects(Root());

    private static Project[] ReadProjects(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(
                file =>
                    Project.Parse(
                        Path.GetFileNameWithoutExtension(file), File.ReadAllText(file), Sources(root, Path.GetDirectoryName(file)!)))];

    private static SourceFile[] Sources(string root, string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => (Full: file, Relative: Path.GetRelativePath(root, file).Replace('\\', '/')))
            .Where(
                file =>
                    !file.Relative.Contains("/obj/", StringComparison.Ordinal)
                        && !file.Relative.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Relative, StringComparer.Ordinal)
            .Select(file => new SourceFile(file.Relative, File.ReadAllText(file.Full)))];

    /// <summary>Upwards from the built test to the folder with the solution.</summary>
    public static string Root()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Hallmark.slnx")))
            {
                return folder;
            }
        }
        throw new InvalidOperationException("The architecture tests run inside a checkout; Hallmark.slnx was not found above them.");
    }
}
