using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hallmark.Sources.Tests.Databases;

/// <summary>A server of PostgreSQL of the tests' own, in its own folder; where the tests run as root, it runs as its own user.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string? _programs = Directory.Exists("/usr/lib/postgresql")
        ? Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last(), "bin")
        : null;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hallmark-postgres");
    private readonly Process? _server;

    public PostgresServer()
    {
        if (_programs is null)
        {
            return;
        }
        using (var any = new TcpListener(IPAddress.Loopback, 0))
        {
            any.Start();
            Port = ((IPEndPoint)any.LocalEndpoint).Port;
        }
        string data = Path.Combine(_folder.FullName, "data");
        File.WriteAllText(Path.Combine(_folder.FullName, "password"), "s p@ss:wörd\n");
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "-R", "postgres", _folder.FullName);
        }
        string password = Path.Combine(_folder.FullName, "password");
        RunAs("initdb", "-D", data, "-U", "anna", "-A", "scram-sha-256", "--pwfile", password, "-E", "UTF8");
        _server = Process.Start(As("postgres", "-D", data, "-p", $"{Port}", "-k", _folder.FullName, "-c", "fsync=off"));
    }

    public int Port { get; }

    /// <summary>Its address, with the password; skips the test where there is no PostgreSQL.</summary>
    public string RequireAddress()
    {
        Assert.SkipWhen(_programs is null, "PostgreSQL is not installed; ./test installs it.");
        for (int trial = 0; trial < 300; trial++)
        {
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, Port);
                return $"postgresql://anna:s%20p%40ss%3Aw%C3%B6rd@127.0.0.1:{Port}/postgres";
            }
            catch (SocketException)
            {
                Thread.Sleep(100);
            }
        }
        throw new InvalidOperationException("the server does not answer");
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            RunAs("pg_ctl", "-D", Path.Combine(_folder.FullName, "data"), "-m", "immediate", "stop");
            _server.WaitForExit();
            _server.Dispose();
        }
        _folder.Delete(recursive: true);
    }

    private void RunAs(string program, params string[] arguments) => Run(As(program, arguments));

    private ProcessStartInfo As(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs!, program);
        return Environment.IsPrivilegedProcess ? Start("runuser", ["-u", "postgres", "--", path, .. arguments]) : Start(path, arguments);
    }

    private static void Run(string program, params string[] arguments) => Run(Start(program, arguments));

    private static void Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments) =>
        new("sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" };
}
