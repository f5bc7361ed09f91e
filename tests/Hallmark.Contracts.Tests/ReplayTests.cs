using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Contracts.Tests;

/// <summary>
/// The same statements through real ledgers: the state is the same however they fall into blocks, replayed from genesis or taken
/// up from a snapshot.
/// </summary>
public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hallmark-replay").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task State_is_the_same_from_genesis_from_a_snapshot_and_with_any_block_boundaries(int seed)
    {
        // The first two are the genesis block's own: made by the ledger itself.
        Statement[] statements = [.. DeterminismTests.Statements(new Random(seed))];
        (string one, ulong blocks) = await RunAsync("alone", statements, _ => true);
        var random = new Random(seed + 100);
        (string other, ulong fewer) = await RunAsync("grouped", statements, _ => random.Next(4) == 0);
        Assert.True(fewer < blocks, $"{fewer} blocks, not fewer than {blocks}");
        Assert.Equal(one, other);
    }

    /// <summary>Runs the statements, then compares what is in memory with a replay and with a snapshot.</summary>
    private async Task<(string State, ulong Blocks)> RunAsync(string name, Statement[] statements, Func<int, bool> endsBlock)
    {
        string path = Path.Combine(_folder, name);
        using (var storage = FileStorage.Create(path))
        {
            await Ledger.Ledger.CreateAsync(
                storage, Office.Founding, new SoloProducer(Office.Key("ledger")), new ContractSet(), new Clock(), [statements[1]]);
        }
        var snapshots = new SnapshotFile(new RegularFiles(Path.GetDirectoryName(path)!), Path.GetFileName(path) + ".snapshot");
        string live;
        ulong blocks;
        await using (var ledger = Ledger.Ledger.Open(
            FileStorage.Open(path), new SoloProducer(Office.Key("ledger")), new ContractSet(), new Clock(), snapshots, snapshotEvery: 1))
        {
            var waiting = new List<Task>();
            for (int i = 2; i < statements.Length; i++)
            {
                waiting.Add(ledger.SubmitAsync(statements[i].Bytes));
                if (i < DeterminismTests.Founding || endsBlock(i))
                {
                    await Task.WhenAll(waiting);
                    waiting.Clear();
                }
            }
            await Task.WhenAll(waiting);
            live = Print(ledger.View);
            blocks = ledger.View.Last.Height.Value;
        }
        Assert.True(File.Exists(path + ".snapshot"), "no snapshot was taken");
        Assert.Equal(live, Print(Ledger.Ledger.OpenRead(FileStorage.OpenRead(path), new ContractSet())));
        Assert.Equal(live, Print(Ledger.Ledger.OpenRead(FileStorage.OpenRead(path), new ContractSet(), snapshots)));
        return (live, blocks);
    }

    private static string Print(LedgerView ledger) =>
        string.Join('\n', ledger.State.List("").Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value)}"));

    /// <summary>Block times are in no rule that these statements meet; they stand still all the same.</summary>
    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Office.Founding.Created);
    }
}
