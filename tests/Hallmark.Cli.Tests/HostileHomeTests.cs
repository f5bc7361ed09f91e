using System.Diagnostics;
using System.Text.RegularExpressions;
using Hallmark.Files;

namespace Hallmark.Cli.Tests;

/// <summary>
/// A home that somebody else filled, to harm whoever looks at it: in the place of each of its files stands something that never ends, leads
/// elsewhere or fills the memory. Every reading command ends soon, says what is wrong, opens nothing outside and deletes nothing.
/// </summary>
public sealed partial class HostileHomeTests(GardenRun garden)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly string[][] All =
    [
        ["audit"], ["audit", "--replay"], ["batches", "plants"], ["explain", "plants/garden/1"], ["runs"], ["member", "list"], ["access"],
        ["policy", "list"], ["proposal", "list"], ["credits", "list"], ["challenge", "list"], ["request", "list"], ["seed", "list"],
        ["duplicates"], ["rules"], ["receipt", "3", "--tlog-proof", "--out", Path.GetTempPath()],
    ];

    /// <summary>Which commands look at a file, by where it lies; all of them at those of the home itself.</summary>
    private static readonly Dictionary<string, string[][]> Looking = new()
    {
        ["keys"] = [["audit"], ["explain", "plants/garden/1"], ["seed", "list"]],
        ["objects"] = [["audit"]],
        ["custody"] = [["audit"]],
        ["runs"] = [["audit"], ["runs"]],
        ["log"] = [["receipt", "3", "--tlog-proof", "--out", Path.GetTempPath()]],
        ["registering"] = [["audit"]],
    };

    [Theory]
    [InlineData("pipe")]
    [InlineData("zero")]
    [InlineData("folder")]
    [InlineData("huge")]
    public async Task Whatever_stands_in_the_place_of_a_file_every_reading_command_ends_and_nothing_is_touched(string kind)
    {
        using Scenario home = garden.Sealed();
        home.Do("publish");
        home.Do("seed", "commit", "--as", "school");
        Directory.CreateDirectory(home.File("objects", "incoming"));
        File.WriteAllText(home.File("objects", "incoming", "dead-1"), "left");
        string kept = home.Outside("kept");
        string[] before = NamesIn(home.Home);
        Dictionary<string, int> honest = All.ToDictionary(Line, command => Cli.Run(home.Home, command).Exit);
        foreach (string file in OneOfEachKind(home.Home))
        {
            File.Move(file, kept);
            Put(kind, file);
            string name = Path.GetRelativePath(home.Home, file);
            foreach (string[] command in Looking.GetValueOrDefault(name.Split('/')[0], All))
            {
                CliResult result = await RunAsync(home, [.. command, "--json"]);
                string told = $"{kind} as {name}, {Line(command)}: exit {result.Exit}\n{result.Out}\n{result.Error}";
                Assert.True(result.Exit is 0 or 1 or 2 or 3, told);
                Assert.True(result.Exit == honest[Line(command)] || Names(result, name), told);
            }
            Assert.Equal(Expected(kind), FileFacts.Find(file)!.Value.Kind);
            Remove(file);
            File.Move(kept, file);
            Assert.Equal(before, NamesIn(home.Home));
        }
        (await RunAsync(home, ["report", "--out", home.Outside("report.html")])).Expect(0);
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
        foreach (string[] command in All)
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

    [Theory]
    [InlineData("runs", "train", "plants", "--hidden", "4", "--epochs", "1", "--seed", "9")]
    [InlineData("runs/plants-run-1", "train", "plants", "--hidden", "4", "--epochs", "1", "--seed", "9")]
    [InlineData("locks", "judge", "plants")]
    [InlineData("log", "publish")]
    [InlineData("log/tile", "publish")]
    public async Task A_writer_writes_nothing_through_a_link_below_the_home(string folder, params string[] command)
    {
        using Scenario home = garden.Sealed();
        string elsewhere = home.Outside("elsewhere");
        Directory.CreateDirectory(elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "model.bin"), "precious");
        string place = home.File(folder);
        string next = folder == "runs/plants-run-1" ? home.File("runs", "plants-run-2") : place;
        if (Directory.Exists(next))
        {
            Directory.Delete(next, recursive: true);
        }
        Directory.CreateDirectory(Path.GetDirectoryName(next)!);
        Directory.CreateSymbolicLink(next, elsewhere);
        CliResult result = await RunAsync(home, command);
        Assert.True(result.Exit is 1 or 3, $"{result.Exit} {result.Error}");
        Assert.Contains("is a symbolic link", result.Error, StringComparison.Ordinal);
        Assert.Equal(["model.bin"], Directory.GetFileSystemEntries(elsewhere).Select(Path.GetFileName));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(elsewhere, "model.bin")));
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
        (await RunAsync(home, ["batches", "plants"])).Expect(0);
        foreach (string[] command in (string[][])[["audit"], ["report", "--out", home.Outside("report.html")]])
        {
            (await RunAsync(home, command)).Expect(1);
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
        (await RunAsync(home, ["report"])).Expect(1); // what it was before is in the audit that the report tells of
        (await RunAsync(home, ["report"])).Expect(0);
        Assert.Equal("of somebody else", File.ReadAllText(outside));
        Assert.Contains("<html", File.ReadAllText(home.File("report.html")), StringComparison.Ordinal);
    }

    /// <summary>It is the home that is wrong, not what was asked.</summary>
    [Theory]
    [InlineData("pipe", "is a pipe, not a regular file")]
    [InlineData("folder", "is a folder, not a regular file")]
    [InlineData("huge", "has ")]
    [InlineData("garbage", "private key: is not an unencrypted P-256 private key")]
    public async Task A_key_that_is_none_fails_what_needs_it_as_other_damage_does(string kind, string told)
    {
        using Scenario home = garden.Open();
        string key = home.File("keys", "garden.pem");
        File.Delete(key);
        if (kind == "garbage")
        {
            File.WriteAllText(key, "garbage");
        }
        else
        {
            Put(kind, key);
        }
        CliResult read = await RunAsync(home, ["read", "plants/garden/1", "--as", "garden", "--purpose", "research"]);
        Assert.Equal(1, read.Exit);
        Assert.Contains($"keys/garden.pem: {told}", read.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", "is a pipe, not a file")]
    [InlineData("zero", "is a device, not a file")]
    public async Task A_file_that_a_user_names_may_be_a_link_but_no_pipe_and_no_device(string kind, string told)
    {
        using Scenario home = garden.Open();
        string file = home.Outside("given.csv");
        Put(kind, file);
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

    /// <summary>Whether the answer names what is wrong: the file, or, of an object, what it was a part of.</summary>
    private static bool Names(CliResult result, string file)
    {
        string said = result.Out + result.Error;
        string name = file.StartsWith("objects/", StringComparison.Ordinal) ? "altered" : Path.GetFileNameWithoutExtension(file);
        return said.Contains(name, StringComparison.Ordinal) || said.Contains(file, StringComparison.Ordinal);
    }

    private static string Line(string[] command) => string.Join(' ', command);

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
    private static string[] OneOfEachKind(string home) =>
        [.. Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
            .GroupBy(path => path.Contains("/objects/", StringComparison.Ordinal) ? path : Numbers().Replace(path[home.Length..], "#"))
            .Select(group => group.First())];

    private static void Put(string kind, string file)
    {
        switch (kind)
        {
            case "pipe": Process.Start("mkfifo", [file]).WaitForExit(); break;
            case "zero": File.CreateSymbolicLink(file, "/dev/zero"); break;
            case "folder": Directory.CreateDirectory(file); break;
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

    [GeneratedRegex("[0-9a-f]{16,}|[0-9]+")]
    private static partial Regex Numbers();
}
