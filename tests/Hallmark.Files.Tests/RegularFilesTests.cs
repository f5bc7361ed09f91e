using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Hallmark.Files.Tests;

/// <summary>What is opened of a folder that somebody else filled, and what is not; with openat2(2) and without it.</summary>
public sealed class RegularFilesTests : IDisposable
{
    private const int Limit = 1000;

    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-files-").FullName;

    public static TheoryData<bool> Ways { get; } = [false, true];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_regular_file_is_read_in_the_folder_and_below_it(bool stepwise)
    {
        Write("home/plain", "one");
        Write("home/a/b/deep", "two");
        RegularFiles files = Files(stepwise);
        Assert.Equal("one"u8, Found(files.Read("plain", Limit)));
        Assert.Equal("two"u8, Found(files.Read("a/b/deep", Limit)));
        Assert.Equal("two"u8, Found(files.In("a").In("b").Read("deep", Limit)));
        Assert.Equal(Path.Combine(_path, "home/a/b/deep"), files.In("a/b").PathOf("deep"));
        Assert.Equal(["b"], files.In("a").List());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_opened_file_can_be_streamed_and_written_where_that_is_asked_for(bool stepwise)
    {
        Write("home/plain", "one");
        using (SafeFileHandle file = Found(Files(stepwise).Open("plain", SizeLimits.Streamed, FileAccess.ReadWrite)))
        {
            RandomAccess.Write(file, "two"u8, 0);
        }
        using SafeFileHandle read = Found(Files(stepwise).Open("plain", SizeLimits.Streamed));
        using var stream = new FileStream(read, FileAccess.Read, 1);
        Assert.Equal('t', stream.ReadByte());
        Assert.Throws<UnauthorizedAccessException>(() => RandomAccess.Write(read, "x"u8, 0));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_not_there_is_missing_whatever_of_its_path_is_missing(bool stepwise)
    {
        Directory.CreateDirectory(Path.Combine(_path, "home"));
        Assert.IsType<FileAnswer<byte[]>.Missing>(Files(stepwise).Read("none", Limit));
        Assert.IsType<FileAnswer<byte[]>.Missing>(Files(stepwise).Read("none/deep", Limit));
        Assert.IsType<FileAnswer<byte[]>.Missing>(new RegularFiles(Path.Combine(_path, "nowhere")).Read("x", Limit));
        Assert.Empty(Files(stepwise).In("none").List());
        Assert.Null(Files(stepwise).Read("none", Limit).OrNull());
    }

    [Theory]
    [InlineData(false, "pipe", FileRefusal.Kind, "is a pipe, not a regular file")]
    [InlineData(true, "pipe", FileRefusal.Kind, "is a pipe, not a regular file")]
    [InlineData(false, "folder", FileRefusal.Kind, "is a folder, not a regular file")]
    [InlineData(true, "folder", FileRefusal.Kind, "is a folder, not a regular file")]
    [InlineData(false, "socket", FileRefusal.Kind, "is a socket, not a regular file")]
    [InlineData(true, "socket", FileRefusal.Kind, "is a socket, not a regular file")]
    [InlineData(false, "link", FileRefusal.Link, "is a symbolic link, which is not followed here")]
    [InlineData(true, "link", FileRefusal.Link, "is a symbolic link, which is not followed here")]
    [InlineData(false, "zero", FileRefusal.Link, "is a symbolic link, which is not followed here")]
    [InlineData(true, "zero", FileRefusal.Link, "is a symbolic link, which is not followed here")]
    [InlineData(false, "huge", FileRefusal.Size, "has 1500000000 bytes, more than the 1000 that there may be")]
    [InlineData(true, "huge", FileRefusal.Size, "has 1500000000 bytes, more than the 1000 that there may be")]
    public async Task Anything_else_is_named_and_not_waited_for(bool stepwise, string kind, FileRefusal why, string reason)
    {
        Write("outside", "of somebody else");
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_path, "home")).FullName, "it");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (kind)
        {
            case "pipe": Process.Start("mkfifo", [path]).WaitForExit(); break;
            case "folder": Directory.CreateDirectory(path); break;
            case "socket": socket.Bind(new UnixDomainSocketEndPoint(path)); break;
            case "link": File.CreateSymbolicLink(path, Path.Combine(_path, "outside")); break;
            case "zero": File.CreateSymbolicLink(path, "/dev/zero"); break;
            default:
                await using (FileStream huge = File.Create(path))
                {
                    huge.SetLength(1_500_000_000);
                }
                break;
        }
        FileAnswer<byte[]> answer = await Task.Run(() => Files(stepwise).Read("it", Limit)).WaitAsync(TimeSpan.FromSeconds(10));
        var refused = Assert.IsType<FileAnswer<byte[]>.Refused>(answer);
        Assert.Equal((path, why, reason), (refused.Path, refused.Why, refused.Reason));
        FileRefusedException thrown = Assert.Throws<FileRefusedException>(() => answer.OrNull());
        Assert.Equal($"{path}: {reason}", thrown.Message);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_link_on_the_way_is_not_followed_and_a_file_is_no_folder(bool stepwise)
    {
        Write("outside/deep", "of somebody else");
        Write("home/plain", "one");
        File.CreateSymbolicLink(Path.Combine(_path, "home/a"), "../outside");
        var link = Assert.IsType<FileAnswer<byte[]>.Refused>(Files(stepwise).Read("a/deep", Limit));
        Assert.Equal((Path.Combine(_path, "home/a"), FileRefusal.Link), (link.Path, link.Why));
        Assert.Throws<FileRefusedException>(() => Files(stepwise).In("a").List());
        var file = Assert.IsType<FileAnswer<byte[]>.Refused>(Files(stepwise).Read("plain/deep", Limit));
        Assert.Equal((Path.Combine(_path, "home/plain"), "is a file, not a folder"), (file.Path, file.Reason));
        FileRefusedException listed = Assert.Throws<FileRefusedException>(() => Files(stepwise).In("plain").List());
        Assert.Equal($"{Path.Combine(_path, "home/plain")}: is a file, not a folder", listed.Message);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_folder_itself_may_be_reached_by_a_link(bool stepwise)
    {
        Write("real/plain", "one");
        Directory.CreateSymbolicLink(Path.Combine(_path, "home"), Path.Combine(_path, "real"));
        Assert.Equal("one"u8, Found(Files(stepwise).Read("plain", Limit)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a//b")]
    [InlineData("./a")]
    public void A_name_that_could_lead_out_is_a_mistake_of_the_caller(string name)
    {
        Assert.Throws<ArgumentException>(() => Files(stepwise: false).Read(name, Limit));
        Assert.Throws<ArgumentException>(() => Files(stepwise: false).In(name));
    }

    [Fact]
    public void Only_what_is_in_the_folder_is_deleted()
    {
        Write("outside/a", "of somebody else");
        Write("home/b", "one");
        Directory.CreateSymbolicLink(Path.Combine(_path, "home/away"), Path.Combine(_path, "outside"));
        Assert.True(DurableFile.Delete(Files(stepwise: false), "b"));
        Assert.False(DurableFile.Delete(Files(stepwise: false), "b"));
        Assert.False(DurableFile.Delete(Files(stepwise: false), "none/b"));
        Assert.Throws<FileRefusedException>(() => DurableFile.Delete(Files(stepwise: false), "away/a"));
        Assert.True(File.Exists(Path.Combine(_path, "outside/a")));
    }

    [Fact]
    public void Leftovers_are_regular_files_of_dead_processes_and_nothing_else()
    {
        Write("outside/a-1", "of somebody else");
        Write("home/incoming/dead-1", "half");
        Write("home/incoming/dead.lock", "");
        using var living = new IncomingFiles(Path.Combine(_path, "home/incoming"));
        using FileStream writing = living.Create(out string path);
        Directory.CreateDirectory(Path.Combine(_path, "home/incoming/folder"));
        File.CreateSymbolicLink(Path.Combine(_path, "home/incoming/away-1"), Path.Combine(_path, "outside/a-1"));
        Assert.True(File.Exists(Path.Combine(_path, "home/incoming/dead-1"))); // who only writes removes nothing
        IncomingFiles.RemoveLeftovers(Files(stepwise: false).In("incoming"));
        string name = Path.GetFileName(path);
        Assert.Equal(
            new SortedSet<string>(StringComparer.Ordinal) { "away-1", "folder", name, name[..^2] + ".lock" },
            Files(stepwise: false).In("incoming").List().Order(StringComparer.Ordinal));
        Assert.Equal("of somebody else", File.ReadAllText(Path.Combine(_path, "outside/a-1")));
    }

    [Fact]
    public void A_file_that_a_user_names_may_be_a_link_but_no_pipe()
    {
        Write("real", "one");
        string link = Path.Combine(_path, "link");
        File.CreateSymbolicLink(link, "real");
        using (FileStream file = InputFiles.Open(link))
        {
            Assert.Equal('o', file.ReadByte());
        }
        string pipe = Path.Combine(_path, "pipe");
        Process.Start("mkfifo", [pipe]).WaitForExit();
        Assert.Equal($"{pipe}: is a pipe, not a file", Assert.Throws<FileRefusedException>(() => InputFiles.Open(pipe)).Message);
        Assert.Throws<FileRefusedException>(() => InputFiles.Open("/dev/zero"));
        Assert.Throws<FileNotFoundException>(() => InputFiles.Open(Path.Combine(_path, "none")));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private RegularFiles Files(bool stepwise)
    {
        var files = new RegularFiles(Path.Combine(_path, "home"));
        return stepwise ? files.Stepwise() : files;
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static T Found<T>(FileAnswer<T> answer)
        where T : class => Assert.IsType<FileAnswer<T>.Found>(answer).Value;
}
