using System.Diagnostics;
using System.Text.RegularExpressions;
using Hallmark.Files;

namespace Hallmark.Cli.Tests;

/// <summary>
/// A home that somebody else filled, to harm whoever looks at it: in the place of each of its files stands something that never ends, leads
/// elsewhere or fills the memory. Every reading command ends soon, says what is wrong, opens nothing outside and deletes nothing.
/// </summary>
public sealed class HostileHomeTests(GardenRun garden)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly string[][] Looking = [["audit"], ["batches", "plants"], ["explain", "plants/garden/1"], ["runs"]];

    private static readonly string[][] Asking =
    [
        ["member", "list"], ["access"], ["policy", "list"], ["proposal", "list"], ["credits"], ["challenge", "list"], ["request", "list"],
        ["seed", "list"], ["duplicates", "plants"], ["rules"], ["receipt", "3"], ["receipt", "3", "--tlog-proof"], ["timestamp", "list"],
        ["audit", "--replay"],
    ];

    [Theory]
    [InlineData("pipe")]
    [InlineData("zero")]
    [InlineData("folder")]
    [InlineData("huge")]
    [InlineData("link")]
    public async Task Whatever_stands_in_the_place_of_a_file_every_reading_command_ends_and_nothing_is_touched(string kind)
    {
        using Scenario home = garden.Sealed();
        home.Do("publish");
        home.Do("seed", "commit", "--as", "school");
        Directory.CreateDirectory(home.File("objects", "incoming"));
        File.WriteAllText(home.File("objects", "incoming", "dead-1"), "left");
        string outside = home.Write("outside", "of somebody else");
        string kept = home.Outside("kept");
        string[] before = NamesIn(home.Home);
        foreach (string file in OneOfEachKind(home.Home))
        {
            File.Move(file, kept);
            Put(kind, file, outside);
            foreach (string[] command in file.Contains("/objects/", StringComparison.Ordinal) ? Looking : [.. Looking, .. Asking])
            {
                CliResult result = await RunAsync(home, command);
                string told = $"{kind} as {Path.GetRelativePath(home.Home, file)}, {string.Join(' ', command)}: {result.Exit} {result.Error}";
                TestContext.Current.SendDiagnosticMessage(told);
                Assert.True(result.Exit is 0 or 1 or 2 or 3, told);
            }
            CliResult report = await RunAsync(home, ["report", "--out", home.Outside("report.html")]);
            Assert.InRange(report.Exit, 0, 3);
            Assert.Equal(Expected(kind), FileFacts.Find(file)!.Value.Kind);
            Remove(file);
            File.Move(kept, file);
            Assert.Equal("of somebody else", File.ReadAllText(outside));
            Assert.Equal(before, NamesIn(home.Home));
        }
        home.Audit(0, "good");
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("objects")]
    [InlineData("runs")]
    [InlineData("custody")]
    [InlineData("log")]
    public async Task A_folder_of_the_home_that_is_a_link_is_not_followed(string folder)
    {
        using Scenario home = garden.Sealed();
        home.Do("publish");
        string elsewhere = home.Outside("elsewhere");
        Directory.Move(home.File(folder), elsewhere);
        Directory.CreateSymbolicLink(home.File(folder), elsewhere);
        string[] before = NamesIn(elsewhere);
        foreach (string[] command in (IEnumerable<string[]>)[.. Looking, .. Asking])
        {
            CliResult result = await RunAsync(home, command);
            Assert.True(result.Exit is 0 or 1 or 2 or 3, $"{string.Join(' ', command)}: {result.Exit} {result.Error}");
        }
        if (folder is "keys" or "objects" or "runs")
        {
            CliResult audit = await RunAsync(home, ["audit"]);
            Assert.NotEqual(0, audit.Exit);
        }
        Assert.Equal(before, NamesIn(elsewhere));
    }

    [Fact]
    public async Task A_link_among_the_incoming_files_empties_nobodys_folder()
    {
        using Scenario home = garden.Open();
        string elsewhere = home.Outside("elsewhere");
        Directory.CreateDirectory(elsewhere);
        string[] theirs = [Path.Combine(elsewhere, "a-1"), Path.Combine(elsewhere, "a.lock"), Path.Combine(elsewhere, "b")];
        Array.ForEach(theirs, path => File.WriteAllText(path, "mine"));
        Directory.Delete(home.File("objects", "incoming"), recursive: true);
        Directory.CreateSymbolicLink(home.File("objects", "incoming"), elsewhere);
        foreach (string[] command in (string[][])[["audit"], ["batches", "plants"], ["report", "--out", home.Outside("report.html")]])
        {
            (await RunAsync(home, command)).Expect(0);
        }
        CliResult writing = await RunAsync(home, ["member", "add", "paul", "--role", "reader"]);
        Assert.Equal(1, writing.Exit);
        Assert.Contains("objects/incoming: is a symbolic link", writing.Error, StringComparison.Ordinal);
        Assert.All(theirs, path => Assert.Equal("mine", File.ReadAllText(path)));
    }

    [Fact]
    public async Task A_report_takes_the_place_of_a_link_in_the_home_and_leaves_what_it_leads_to()
    {
        using Scenario home = garden.Open();
        string outside = home.Write("outside", "of somebody else");
        File.CreateSymbolicLink(home.File("report.html"), outside);
        (await RunAsync(home, ["report"])).Expect(0);
        Assert.Equal("of somebody else", File.ReadAllText(outside));
        Assert.Contains("<html", File.ReadAllText(home.File("report.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "is a pipe, not a file")]
    [InlineData("zero", "is a device, not a file")]
    public async Task A_file_that_a_user_names_may_be_a_link_but_no_pipe_and_no_device(string kind, string told)
    {
        using Scenario home = garden.Open();
        string file = home.Outside("given.csv");
        Put(kind, file, "");
        CliResult refused = await RunAsync(home, ["register", file, "--dataset", "more", "--as", "garden"]);
        Assert.Equal(2, refused.Exit);
        Assert.Contains(told, refused.Error, StringComparison.Ordinal);
        CliResult policy = await RunAsync(home, ["policy", "deploy", file, "--as", "boss"]);
        Assert.Equal(2, policy.Exit);
        Assert.Contains(told, policy.Error, StringComparison.Ordinal);
        string linked = home.Outside("linked.csv");
        File.CreateSymbolicLink(linked, home.Write("real.csv", Scenario.Plants(20, 3)));
        (await RunAsync(home, ["register", linked, "--dataset", "plants", "--as", "garden"])).Expect(0);
    }

    private static async Task<CliResult> RunAsync(Scenario home, string[] command)
    {
        try
        {
            return await Task.Run(() => Cli.Run(home.Home, command)).WaitAsync(Soon);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"hallmark {string.Join(' ', command)} did not end");
        }
    }

    /// <summary>Of files that differ only in digests and numbers the first, but all objects.</summary>
    private static IEnumerable<string> OneOfEachKind(string home) =>
        Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
            .GroupBy(path => path.Contains("/objects/", StringComparison.Ordinal) ? path : Regex.Replace(path[home.Length..], "[0-9a-f]{16,}|[0-9]+", "#"))
            .Select(group => group.First()).ToArray();

    private static void Put(string kind, string file, string outside)
    {
        switch (kind)
        {
            case "pipe": Process.Start("mkfifo", [file]).WaitForExit(); break;
            case "zero": File.CreateSymbolicLink(file, "/dev/zero"); break;
            case "folder": Directory.CreateDirectory(file); break;
            case "link": File.CreateSymbolicLink(file, outside); break;
            default:
                using (FileStream huge = File.Create(file))
                {
                    huge.SetLength(1_500_000_000);
                }
                break;
        }
    }

    private static FileKind Expected(string kind) => kind switch
    {
        "pipe" => FileKind.Pipe,
        "folder" => FileKind.Folder,
        "huge" => FileKind.Regular,
        _ => FileKind.Link,
    };

    private static void Remove(string file)
    {
        if (FileFacts.Find(file) is { Kind: FileKind.Folder })
        {
            Directory.Delete(file);
        }
        else
        {
            File.Delete(file);
        }
    }

    private static string[] NamesIn(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
