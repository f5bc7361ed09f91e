using System.CommandLine;
using System.Diagnostics;

namespace Hallmark.Cli.Tests;

/// <summary>
/// A file that a user wants written is a regular one in a folder that is there; what cannot be is said before anything is done.
/// </summary>
public sealed class OutputFileTests(GardenRun garden)
{
    /// <summary>Each with everything that it needs but the file.</summary>
    public static TheoryData<string> Writing =>
    [
        "report --out",
        "trust --out",
        "consistency 1 3 --out",
        "receipt 3 --bundle --out",
        "timestamp --tsa http://127.0.0.1:1 --out",
        "experiment label-noise --data . --out",
        "experiment selection --instances . --out",
        "run no-such.yaml --report",
        "run no-such.yaml --head-out",
        "member add paul --role reader --head-out",
        "judge plants --head-out",
        "read plants/garden/1 --as garden --purpose research --out",
        "access share plants lab --out",
        "release plants/run/1 --out",
        "rules approve 9 --out",
    ];

    [Theory]
    [MemberData(nameof(Writing))]
    public void What_can_never_be_written_is_refused_before_anything_is_done(string line)
    {
        using Scenario home = garden.Open();
        ulong size = home.Look(catalog => catalog.Ledger.Size.Value);
        string pipe = home.Outside("pipe");
        Process.Start("mkfifo", [pipe]).WaitForExit();
        string[] command = line.Split(' ');
        string option = command[^1];
        foreach ((string file, string told) in ((string, string)[])[
            (pipe, "no regular file"), ("/dev/full", "no regular file"), (home.Home, "a folder"),
            (home.Outside("no/such"), "there is no folder")])
        {
            string error = Cli.Run(home.Home, [.. command, file]).Expect(2).Error;
            Assert.Contains($"{option}: ", error, StringComparison.Ordinal);
            Assert.Contains(told, error, StringComparison.Ordinal);
        }
        Assert.Equal(size, home.Look(catalog => catalog.Ledger.Size.Value));
    }

    [Fact]
    public void A_receipts_folder_is_no_file_and_its_files_are_no_pipes()
    {
        using Scenario home = garden.Open();
        string file = home.Write("file", "mine");
        foreach (string[] command in (string[][])[["receipt", "3"], ["publish"]])
        {
            string told = Cli.Run(home.Home, [.. command, "--out", file]).Expect(2).Error;
            Assert.Contains("is a file, not a folder", told, StringComparison.Ordinal);
        }
        string folder = home.Outside("proof");
        Directory.CreateDirectory(folder);
        Process.Start("mkfifo", [Path.Combine(folder, "ledger.key")]).WaitForExit();
        string error = Cli.Run(home.Home, "receipt", "3", "--out", folder).Expect(2).Error;
        Assert.Contains("ledger.key is no regular file", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void No_verb_has_such_an_option_of_another_kind()
    {
        (Command Command, Option Option)[] all = [.. Options(Commands.Root())];
        Assert.All(
            all.Where(item => item.Option.Name is "--out" or "--head-out" or "--report" && item.Option.HelpName == "FILE"),
            item => Assert.True(item.Option is OutputFileOption, $"{item.Command.Name} {item.Option.Name}"));
        Assert.True(all.Count(item => item.Option is OutputFileOption) > 20);
    }

    [Theory]
    [InlineData("--data: nowhere: there is no such folder", "experiment", "label-noise", "--data", "nowhere")]
    [InlineData("--instances: nowhere: there is no such folder", "experiment", "selection", "--instances", "nowhere")]
    [InlineData("iris.csv: is not there; the folder should hold iris.csv, ", "experiment", "label-noise", "--data", ".")]
    [InlineData("--seeds: 0 is not at least 1", "experiment", "label-noise", "--data", ".", "--seeds", "0")]
    [InlineData("--timestamps: nowhere: there is no such folder", "audit", "--timestamps", "nowhere")]
    public void A_folder_that_is_read_is_named_with_its_option_and_what_should_be_there(string told, params string[] command)
    {
        using Scenario home = garden.Open();
        string error = Cli.Run(home.Home, command).Expect(2).Error;
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Could not find", error, StringComparison.Ordinal);
    }

    /// <summary>An empty path once ended the process.</summary>
    [Fact]
    public void An_empty_word_is_refused_by_every_verb_and_option_that_is_no_prose()
    {
        using Scenario home = garden.Open();
        int tried = 0;
        foreach ((Command verb, string[] path) in Verbs(Commands.Root(), []))
        {
            string[] needed =
            [
                .. verb.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "1"),
                .. verb.Options.Where(option => option.Required).SelectMany(option => new[] { option.Name, "1" }),
            ];
            foreach (Option option in verb.Options.Where(option =>
                option is Option<string?> or Option<string> or Option<string[]>
                && option.Name is not ("--origin" or "--reason" or "--step" or "--ground" or "--stated-by")))
            {
                string[] others = [.. needed.Index().Where(word => !Belongs(word.Index, needed, option)).Select(word => word.Item)];
                CliResult result = Cli.Run(home.Home, [.. path, .. others, option.Name, ""]);
                Assert.True(result.Exit == 2, $"{string.Join(' ', path)} {option.Name}: {result.Exit} {result.Error}");
                tried += result.Error.Contains($"{option.Name}: is empty", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        Assert.True(tried > 100, $"{tried}");
    }

    private static bool Belongs(int place, string[] words, Option option) =>
        words[place] == option.Name || (place > 0 && words[place - 1] == option.Name);

    private static IEnumerable<(Command Verb, string[] Path)> Verbs(Command command, string[] path) => command.Subcommands.Count == 0
        ? [(command, path)]
        : command.Subcommands.SelectMany(verb => Verbs(verb, [.. path, verb.Name]));

    private static IEnumerable<(Command Command, Option Option)> Options(Command command) =>
        command.Options.Select(option => (command, option)).Concat(command.Subcommands.SelectMany(Options));
}
