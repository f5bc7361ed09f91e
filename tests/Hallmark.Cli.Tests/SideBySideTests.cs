using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Commands on one home at the same time, as processes: none fails because another one is at work.</summary>
public sealed class SideBySideTests
{
    [Fact]
    public async Task Registering_and_serving_at_once_all_succeed_and_what_they_print_is_on_record()
    {
        using var home = new Scenario();
        home.Do("init", "--admin", "head");
        foreach (string provider in (string[])["p1", "p2", "p3", "p4"])
        {
            home.Do("member", "add", provider, "--role", "provider");
        }
        home.Do("member", "add", "lab", "--role", "validator");
        string first = home.Write("first.csv", Scenario.Plants(60, 9));
        home.Do("register", first, "--dataset", "plants", "--label", "kind", "--as", "p1", "--batch-size", "30");

        using ServiceProcess service = ServiceProcess.Start(home.Home, "serve");
        Task<JsonNode>[] registering = [.. Enumerable.Range(1, 4).Select(i =>
        {
            string file = home.Write($"plants-{i}.csv", Scenario.Plants(60, i));
            return Task.Run(() =>
                Cli.RunProcess(
                    home.Home, "register", file, "--dataset", "plants", "--as", $"p{i}", "--batch-size", "20", "--json").Expect(0).Json);
        })];
        JsonNode[] registered = await Task.WhenAll(registering);
        Assert.Equal(0, service.Stop());

        string[] batches = [.. home.Do("batches", "plants").List("batches").Select(batch => batch.Text("id"))];
        Assert.Equal(14, batches.Length);
        Assert.All(registered.SelectMany(answer => answer.Texts("batches")), batch => Assert.Contains(batch, batches));
        home.Do("judge", "plants");
        home.Audit(0, "good");
        Assert.False(File.Exists(home.File("door")), "the socket outlived its process");
    }

    [Fact]
    public async Task Judging_beside_registers_judges_what_was_there_by_a_pool_that_the_rules_accept()
    {
        using var home = new Scenario();
        home.Do("init", "--admin", "head");
        foreach (string provider in (string[])["p1", "p2", "p3"])
        {
            home.Do("member", "add", provider, "--role", "provider");
        }
        home.Do("member", "add", "lab", "--role", "validator");
        home.Do(
            "register", home.Write("first.csv", Scenario.Plants(600, 9)), "--dataset", "plants", "--label", "kind", "--as", "p1",
            "--batch-size", "30");

        Task<CliResult> judging = Task.Run(() => Cli.RunProcess(home.Home, "judge", "plants", "--json"));
        Task<CliResult>[] registering = [.. Enumerable.Range(1, 3).Select(i =>
        {
            string file = home.Write($"more-{i}.csv", Scenario.Plants(60, i));
            return Task.Run(
                () => Cli.RunProcess(home.Home, "register", file, "--dataset", "plants", "--as", $"p{i}", "--batch-size", "20", "--json"));
        })];
        Assert.All(await Task.WhenAll(registering), register => register.Expect(0));

        IReadOnlyList<JsonNode> judged = (await judging).Expect(0).Json.List("batches");
        Assert.InRange(judged.Count, 20, 29); // those that were there when it began
        Assert.DoesNotContain(judged, batch => batch.Text("verdict") == "pending");
        home.Do("judge", "plants");
        Assert.DoesNotContain(home.Do("batches", "plants").List("batches"), batch => batch.Text("verdict") == "pending");
        home.Audit(0, "good");
    }

    [Fact]
    public async Task A_command_says_that_it_waits_for_a_writer_that_stands_still_and_takes_its_place_when_it_is_killed()
    {
        using var home = new Scenario();
        home.Do("init", "--admin", "head");
        const string still = """
            import fcntl, socket, sys, time
            lock = open(sys.argv[1] + '/lock', 'r+b')
            fcntl.lockf(lock, fcntl.LOCK_EX)
            door = socket.socket(socket.AF_UNIX)
            door.bind(sys.argv[1] + '/door')
            door.listen(1)
            print('holding', flush=True)
            time.sleep(600)
            """;
        using var writer = Process.Start(new ProcessStartInfo("python3", ["-c", still, home.Home]) { RedirectStandardOutput = true })!;
        Assert.Equal("holding", await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using Process adding = Cli.Start(home.Home, ["member", "add", "paul", "--role", "provider"]);
        string? line = await adding.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        writer.Kill();
        Assert.Contains($"waiting for process {writer.Id}", line, StringComparison.Ordinal);
        Assert.True(adding.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Equal(0, adding.ExitCode);
    }

    [Fact]
    public void A_home_that_nobody_may_write_in_says_so()
    {
        using var home = new Scenario();
        home.Do("init", "--admin", "head");
        Directory.CreateDirectory(home.File("lock.d"));
        File.Delete(home.File("lock"));
        Directory.Move(home.File("lock.d"), home.File("lock")); // even root cannot open a folder as a file
        CliResult result = home.Run(1, "member", "add", "paul", "--role", "provider");
        Assert.Contains("nothing can be written in", result.Error, StringComparison.Ordinal);
        home.Do("member", "list"); // readers go on
    }
}
