using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Tests;

/// <summary>A folder of homes that goes with the test.</summary>
internal sealed class HomeFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("hallmark-operations-").FullName;

    public string Path(string name) => System.IO.Path.Combine(_path, name);

    /// <summary>A new ledger whose only admin is alice.</summary>
    public async Task<Home> CreateAsync(string name = "home")
    {
        var home = new Home(Path(name));
        await new CreateLedger("notes", "alice").ExecuteAsync(home, TimeProvider.System);
        return home;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
