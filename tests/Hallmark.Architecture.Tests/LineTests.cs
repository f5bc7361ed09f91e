namespace Hallmark.Architecture.Tests;

/// <summary>Source is written to be read beside other source: no line is longer than two panes of a screen allow.</summary>
public sealed class LineTests
{
    private const int Columns = 140;
    private static readonly string[] Folders = ["src", "tests", "bench"];

    [Fact]
    public void No_line_of_source_has_more_than_140_columns()
    {
        string root = SourceTree.Root();
        string[] tooLong = [.. Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(path => File.ReadLines(path)
                .Select((line, i) => (line.Length, Place: $"{Path.GetRelativePath(root, path)}:{i + 1}")))
            .Where(line => line.Length > Columns)
            .Select(line => $"{line.Place}: {line.Length}")
            .Order(StringComparer.Ordinal)];
        Assert.True(tooLong.Length == 0, $"{tooLong.Length} lines are too long:\n{string.Join('\n', tooLong)}");
    }
}
