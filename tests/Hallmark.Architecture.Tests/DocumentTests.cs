using System.Text.RegularExpressions;

namespace Hallmark.Architecture.Tests;

/// <summary>The pages that name files name files that are there.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_source_file_that_the_architecture_page_names_is_there()
    {
        string page = File.ReadAllText(Path.Combine(SourceTree.Root(), "docs", "architecture.md"));
        string[] named = [.. FileName().Matches(page).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 40, $"only {named.Length} files were found on the page");
        string[] files = [.. SourceTree.Projects.SelectMany(project => project.Files).Select(file => file.Path["src/Hallmark.".Length..])];
        Assert.DoesNotContain(named, name => !files.Any(file => file == name || (!name.Contains('/') && file.EndsWith('/' + name))));
    }

    [GeneratedRegex(@"`((?:\w+/)*\w+(?:\.\w+)?\.cs)`")]
    private static partial Regex FileName();
}
