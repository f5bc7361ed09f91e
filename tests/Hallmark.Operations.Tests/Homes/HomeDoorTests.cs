using System.Diagnostics;
using System.Net.Sockets;
using Hallmark.Client;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Tests.Homes;

/// <summary>Several who work on one home at once: as processes do, each has a door of its own.</summary>
public sealed class HomeDoorTests : IDisposable
{
    private readonly HomeFolder _folder = new();

    [Fact]
    public async Task Where_nothing_can_be_written_it_is_said_of_which_home()
    {
        using Acting acting = await Acting.BeginAsync();
        File.Delete(acting.Home.LockPath);
        Directory.CreateDirectory(acting.Home.LockPath);
        FailureException failed = await Assert.ThrowsAsync<FailureException>(() => acting.AddAsync("bob", "provider"));
        Assert.StartsWith($"nothing can be written in {acting.Home.Directory}: ", failed.Message);
    }

    [Fact]
    public async Task What_is_handed_in_at_several_doors_is_all_on_record()
    {
        Home home = await _folder.CreateAsync();
        HomeDoor[] doors = [await OpenAsync(home), await OpenAsync(home), await OpenAsync(home)];
        Submission[] answers = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => Task.Run(() => SubmitAsync(doors[i % doors.Length], home, $"secret {i}"))));
        Assert.All(answers, answer => Assert.IsType<Submission.Accepted>(answer));
        Assert.Equal(60, answers.Cast<Submission.Accepted>().Select(answer => answer.Entry).Distinct().Count());
        foreach (HomeDoor door in doors.Reverse())
        {
            await door.DisposeAsync();
        }
        Assert.Equal(62UL, SizeOf(home));
    }

    [Fact]
    public async Task An_answered_statement_shows_at_the_door_where_it_was_handed_in()
    {
        Home home = await _folder.CreateAsync();
        await using HomeDoor writer = await OpenAsync(home);
        await using HomeDoor other = await OpenAsync(home);
        Assert.NotNull(writer.Recovery);
        Assert.Null(other.Recovery);
        var answer = Assert.IsType<Submission.Accepted>(await SubmitAsync(other, home, "mine"));
        Assert.Equal("seed.commit", other.View.ReadEntry(answer.Entry).Statement.Kind);
    }

    [Fact]
    public async Task Denials_and_refusals_come_through_the_socket_as_they_are()
    {
        Home home = await _folder.CreateAsync();
        await using HomeDoor writer = await OpenAsync(home);
        await using HomeDoor other = await OpenAsync(home);
        using var key = new HomeKeys(home).Find("alice")!;
        var session = new MemberSession(other, "alice", key, TimeProvider.System);
        StatementDeniedException denied = await Assert.ThrowsAsync<StatementDeniedException>(() =>
            session.SubmitAsync(new CreditTransfer("alice", 5, "")));
        Assert.Equal("credit.overdrawn", denied.Rule);
        Statement once = session.Sign(SeedOf(other, "once"));
        Assert.IsType<Submission.Accepted>(await other.SubmitAsync(once, CancellationToken.None));
        Assert.Contains(
            "already in the ledger", Assert.IsType<Submission.Refused>(await other.SubmitAsync(once, CancellationToken.None)).Reason);
    }

    [Fact]
    public async Task When_the_writer_goes_one_of_the_others_takes_its_place_and_nothing_is_lost()
    {
        Home home = await _folder.CreateAsync();
        HomeDoor[] doors = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(home)))];
        int answered = 0;
        for (int gone = 0; gone < doors.Length - 1; gone++)
        {
            HomeDoor[] left = doors[(gone + 1)..];
            Task<Submission>[] under =
                [.. Enumerable.Range(0, 30).Select(i => Task.Run(() => SubmitAsync(left[i % left.Length], home, $"{gone}/{i}")))];
            await Task.Delay(5);
            await doors[gone].DisposeAsync();
            Assert.All(await Task.WhenAll(under), answer => Assert.IsType<Submission.Accepted>(answer));
            answered += under.Length;
        }
        await doors[^1].DisposeAsync();
        Assert.Equal((ulong)(2 + answered), SizeOf(home));
    }

    [Fact]
    public async Task A_socket_that_a_dead_process_left_behind_is_replaced()
    {
        Home home = await _folder.CreateAsync();
        string path = Path.Combine(home.Directory, "door");
        using (Process left = Process.Start("python3", ["-c", $"import socket; socket.socket(socket.AF_UNIX).bind('{path}')"]))
        {
            await left.WaitForExitAsync();
        }
        Assert.True(File.Exists(path));
        await using HomeDoor door = await OpenAsync(home);
        await using HomeDoor other = await OpenAsync(home);
        Assert.IsType<Submission.Accepted>(await SubmitAsync(other, home, "after"));
    }

    [Theory]
    [InlineData("file", "a file")]
    [InlineData("folder", "a folder")]
    [InlineData("pipe", "a pipe")]
    [InlineData("link", "a symbolic link")]
    public async Task What_stands_in_the_sockets_place_and_is_no_socket_is_named_and_left_as_it_is(string kind, string named)
    {
        Home home = await _folder.CreateAsync();
        string path = Path.Combine(home.Directory, "door");
        string outside = _folder.Path("outside");
        File.WriteAllText(outside, "mine");
        switch (kind)
        {
            case "file": File.WriteAllText(path, "mine"); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "pipe": Process.Start("mkfifo", [path]).WaitForExit(); break;
            default: File.CreateSymbolicLink(path, outside); break;
        }
        IOException refused = await Assert.ThrowsAsync<IOException>(() => OpenAsync(home));
        Assert.Contains($"{path}: is {named}", refused.Message);
        Assert.NotNull(FileFacts.Find(path));
        Assert.Equal("mine", File.ReadAllText(outside));
        Assert.Equal(2UL, SizeOf(home));
    }

    [Fact]
    public async Task A_socket_where_another_program_listens_is_left_to_it()
    {
        Home home = await _folder.CreateAsync();
        string path = Path.Combine(home.Directory, "door");
        using UnixListener other = UnixSocket.Listen(path);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => OpenAsync(home));
        Assert.Contains("another process listens there", refused.Message);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Whoever_waits_for_a_writer_that_stands_still_says_for_whom_and_gives_up()
    {
        Home home = await _folder.CreateAsync();
        using IDisposable held = HomeLock.TryTake(home)!;
        using UnixListener deaf = UnixSocket.Listen(Path.Combine(home.Directory, "door"));
        var told = new List<string>();
        FailureException failure = await Assert.ThrowsAsync<FailureException>(() =>
            HomeDoor.OpenAsync(home, new FastClock(20), told.Add, CancellationToken.None));
        Assert.Contains($"waiting for process {Environment.ProcessId}", Assert.Single(told));
        Assert.Contains("2 minutes at most", told[0]);
        Assert.Contains($"process {Environment.ProcessId}, which writes the ledger in {home.Directory}, has not answered", failure.Message);
    }

    [Fact]
    public async Task A_writer_that_has_no_socket_yet_is_waited_for_as_well()
    {
        Home home = await _folder.CreateAsync();
        using IDisposable held = HomeLock.TryTake(home)!;
        var told = new List<string>();
        await Assert.ThrowsAsync<FailureException>(() => HomeDoor.OpenAsync(home, new FastClock(20), told.Add, CancellationToken.None));
        Assert.Contains("waiting for the process, which writes", Assert.Single(told));
    }

    [Fact]
    public async Task A_statement_that_is_not_answered_is_waited_for_as_long_and_told_of_once()
    {
        Home home = await _folder.CreateAsync();
        Digest ledger = IdOf(home);
        using IDisposable held = HomeLock.TryTake(home)!;
        using UnixListener listener = UnixSocket.Listen(Path.Combine(home.Directory, "door"));
        Task<Socket> deaf = GreetAsync(listener, ledger);
        var told = new List<string>();
        await using HomeDoor door = await HomeDoor.OpenAsync(home, new FastClock(20), told.Add, CancellationToken.None);
        using Socket other = await deaf;
        told.Clear();
        Task<Submission>[] waiting = [.. Enumerable.Range(0, 50).Select(i => SubmitAsync(door, home, $"{i}"))];
        foreach (Task<Submission> one in waiting)
        {
            IOException failure = await Assert.ThrowsAsync<IOException>(() => one);
            Assert.Contains("may be on record", failure.Message);
        }
        Assert.Single(told);
    }

    [Fact]
    public async Task Root_writes_nothing_into_the_home_of_somebody_else_and_may_read_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a home away");
        Home home = await _folder.CreateAsync();
        Process.Start("chown", ["-R", "12345", home.Directory]).WaitForExit();
        string[] before = Directory.GetFileSystemEntries(home.Directory);
        FailureException refused = await Assert.ThrowsAsync<FailureException>(() => OpenAsync(home));
        Assert.Contains($"{home.Directory} belongs to user 12345", refused.Message);
        Assert.Throws<FailureException>(() => new Publisher(home, home.Log));
        Assert.Equal(before, Directory.GetFileSystemEntries(home.Directory));
        Assert.Equal(2UL, SizeOf(home));
        string given = _folder.Path("given");
        Directory.CreateDirectory(given);
        Process.Start("chown", ["12345", given]).WaitForExit();
        await Assert.ThrowsAsync<FailureException>(
            () => new CreateLedger("notes", "alice").ExecuteAsync(new Home(given), TimeProvider.System));
        Assert.Empty(Directory.GetFileSystemEntries(given));
    }

    [Fact]
    public async Task A_home_whose_path_is_longer_than_a_socket_address_has_a_door_as_well()
    {
        Home home = await _folder.CreateAsync(string.Join('/', Enumerable.Repeat(new string('d', 40), 5)));
        await using HomeDoor writer = await OpenAsync(home);
        await using HomeDoor other = await OpenAsync(home);
        Assert.IsType<Submission.Accepted>(await SubmitAsync(other, home, "far down"));
    }

    [Fact]
    public async Task Garbage_at_the_socket_harms_nobody()
    {
        Home home = await _folder.CreateAsync();
        await using HomeDoor writer = await OpenAsync(home);
        string path = Path.Combine(home.Directory, "door");
        byte[] greeting = [.. "hallmark"u8, 0, 1, .. writer.View.Id.ToArray()];
        foreach (byte[] garbage in (byte[][])
        [
            [], [1], new byte[100], greeting, [.. greeting, 255, 255, 255, 255, 0, 0, 0, 1], [.. greeting, 0, 0, 0, 6, 0, 0, 0, 1, 9, 9],
        ])
        {
            using Socket socket = UnixSocket.Connect(path)!;
            await socket.SendAsync(garbage);
            socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(socket);
        }
        await using HomeDoor other = await OpenAsync(home);
        Assert.IsType<Submission.Accepted>(await SubmitAsync(other, home, "still here"));
    }

    [Fact]
    public async Task Only_the_owner_may_use_the_socket()
    {
        Home home = await _folder.CreateAsync();
        await using HomeDoor writer = await OpenAsync(home);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(home.Directory, "door")));
    }

    [Fact]
    public async Task The_door_of_another_ledger_is_not_handed_in_to()
    {
        Home home = await _folder.CreateAsync();
        Home stranger = await _folder.CreateAsync("stranger");
        await using HomeDoor writer = await OpenAsync(stranger);
        using IDisposable held = HomeLock.TryTake(home)!;
        File.CreateSymbolicLink(Path.Combine(home.Directory, "door"), Path.Combine(stranger.Directory, "door"));
        IOException refused = await Assert.ThrowsAsync<IOException>(() => OpenAsync(home));
        Assert.Contains("another ledger", refused.Message);
    }

    [Fact]
    public async Task A_home_without_a_ledger_is_told_and_nothing_is_made() =>
        await Assert.ThrowsAsync<UsageException>(() => OpenAsync(new Home(_folder.Path("nowhere"))));

    public void Dispose() => _folder.Dispose();

    /// <summary>Reads until the other side has ended it, in whatever way.</summary>
    private static async Task DrainAsync(Socket socket)
    {
        byte[] rest = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(rest) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: it did not even read all that was sent.
        }
    }

    /// <summary>Takes one in as a writer does, and then answers nothing.</summary>
    private static async Task<Socket> GreetAsync(UnixListener listener, Digest ledger)
    {
        Socket socket = await listener.AcceptAsync(CancellationToken.None);
        await socket.ReceiveAsync(new byte[42]);
        await socket.SendAsync((byte[])[.. "hallmark"u8, 0, 1, .. ledger.ToArray()]);
        return socket;
    }

    private static Digest IdOf(Home home)
    {
        using var reader = new HomeReader(home);
        return reader.Catalog.Ledger.Id;
    }

    private static ulong SizeOf(Home home)
    {
        using var reader = new HomeReader(home);
        return reader.Catalog.Ledger.Size.Value;
    }

    private static Task<HomeDoor> OpenAsync(Home home) => HomeDoor.OpenAsync(home, TimeProvider.System, _ => { }, CancellationToken.None);

    private static async Task<Submission> SubmitAsync(HomeDoor door, Home home, string secret)
    {
        using var key = new HomeKeys(home).Find("alice")!;
        return await door.SubmitAsync(
            new MemberSession(door, "alice", key, TimeProvider.System).Sign(SeedOf(door, secret)), CancellationToken.None);
    }

    private static SeedCommit SeedOf(HomeDoor door, string secret) =>
        new(ScheduleSeed.CommitmentOf(door.View.Id, "alice", Digest.Of(System.Text.Encoding.UTF8.GetBytes(secret))));
}
