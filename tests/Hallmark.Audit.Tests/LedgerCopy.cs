using Hallmark.Client;
using Hallmark.Client.Doors;
using Hallmark.Client.Indexing;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Tests;
using Hallmark.Operations.Tests;

namespace Hallmark.Audit.Tests;

/// <summary>
/// A copy of a kept home, to be tampered with: ledger and objects in memory, run files in a folder that goes with the test.
/// </summary>
internal sealed class LedgerCopy : IDisposable
{
    private readonly KeptHome _home;
    private readonly string _folder = Directory.CreateTempSubdirectory("hallmark-copy-").FullName;

    public LedgerCopy(KeptHome home)
    {
        _home = home;
        File = [.. home.File];
        foreach (byte[] item in home.Objects)
        {
            Store.Objects[ObjectReference.Of(item).Digest] = [.. item];
        }
        foreach ((string path, byte[] bytes) in home.Runs)
        {
            string copy = Path.Combine(RunsDirectory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.WriteAllBytes(copy, bytes);
        }
    }

    /// <summary>The ledger's file.</summary>
    public byte[] File { get; set; }

    public MemoryContentStore Store { get; } = new();

    public string RunsDirectory => Path.Combine(_folder, "runs");

    public string TimestampsDirectory => Path.Combine(_folder, "timestamps");

    /// <summary>What is registered, as the file stands.</summary>
    public Catalog Look() => new(Ledger.Ledger.OpenRead(new MemoryDisk(File), new ContractSet()), Store);

    public KeySigner Key(string member) => KeySigner.FromPem(_home.Keys[member]);

    /// <summary>Public halves of all keys that lie in the home, by member.</summary>
    public Dictionary<string, CoseKey?> PublicKeys() => _home.Keys.ToDictionary(
        pair => pair.Key,
        pair =>
        {
            using var key = KeySigner.FromPem(pair.Value);
            return (CoseKey?)key.PublicKey;
        });

    /// <summary>
    /// Has a member say something, true or not, with its own key; <paramref name="through"/> may stand between the member and the ledger.
    /// </summary>
    public async Task<T> ActAsync<T>(
        string member, Func<MemberSession, Catalog, Task<T>> act, Func<IStatementDoor, IStatementDoor>? through = null,
        TimeProvider? clock = null)
    {
        using KeySigner authority = Key(Denial.Issuer);
        using KeySigner key = Key(member);
        var disk = new MemoryDisk(File);
        try
        {
            await using var door = new LocalDoor(
                Ledger.Ledger.Open(disk, new SoloProducer(authority), new ContractSet(), TimeProvider.System));
            using var index = new LedgerIndex();
            var session = new MemberSession(through?.Invoke(door) ?? door, member, key, clock ?? TimeProvider.System);
            return await act(session, new Catalog(() => door.View, Store, index));
        }
        finally
        {
            File = disk.Content();
        }
    }

    /// <summary>Says something in a member's name with another key, to a maker of blocks who goes by rules of his own.</summary>
    public async Task SmuggleAsync<T>(string member, T payload, KeySigner key, IContracts maker)
        where T : IPayload<T>
    {
        using KeySigner authority = Key(Denial.Issuer);
        var disk = new MemoryDisk(File);
        await using (var door = new LocalDoor(Ledger.Ledger.Open(disk, new SoloProducer(authority), maker, TimeProvider.System)))
        {
            await new MemberSession(door, member, key, TimeProvider.System).SubmitAsync(payload);
        }
        File = disk.Content();
    }

    public async Task SayAsync<T>(string member, T payload)
        where T : IPayload<T> => await ActAsync(member, (session, _) => session.SubmitAsync(payload));

    /// <summary>Erases a batch of garden's, which says that what rested on it came out as it was signed, but for what is named.</summary>
    /// <summary>The provider erases it on a legal ground; <c>kept</c>: its content lies there all the same.</summary>
    public async Task EraseAsync(
        BatchState batch, IReadOnlyList<EntryIndex>? differs = null, IReadOnlyList<EntryIndex>? unmeasured = null, bool kept = false)
    {
        if (!kept)
        {
            Store.Objects.Remove(Manifest(batch.Id).Content.Digest, out _);
        }
        var look = new LastLook(new EntryIndex(Look().Ledger.Size.Value), differs ?? [], unmeasured ?? []);
        await SayAsync("garden", new BatchWithdraw(batch.Id, batch.Root, "a mistake") { Ground = Plants.Ground, Look = look });
    }

    public ScheduleState Schedule() => Look().Ledger.State.List(ScheduleKeys.All).Single();

    /// <summary>The dataset's batches in the order in which they were registered.</summary>
    public IReadOnlyList<BatchState> Batches() => Look().Batches("plants");

    public BatchManifest Manifest(string batch)
    {
        Catalog catalog = Look();
        return catalog.Manifest(catalog.Batch(batch));
    }

    /// <summary>What the trainer signed about its first run: opening, steps, closing.</summary>
    public static HonestRun Honest(Catalog catalog)
    {
        RunState run = catalog.Ledger.State.List(RunKeys.All).OrderBy(run => run.Entry).First();
        return new HonestRun(
            run,
            Payload.Read<RunOpen>(catalog.Ledger.ReadEntry(run.Entry).Statement),
            [.. catalog.Statements(RunStep.Kind, run.Id).Select(entry => Payload.Read<RunStep>(entry.Statement))],
            Payload.Read<RunClose>(catalog.Ledger.ReadEntry(run.Closed!.Value).Statement));
    }

    /// <summary>Flips one bit of a stored object.</summary>
    public void Flip(ObjectReference reference, int at) => Store.Objects[reference.Digest][at] ^= 1;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>A closed run as its trainer signed it.</summary>
internal sealed record HonestRun(RunState State, RunOpen Open, IReadOnlyList<RunStep> Steps, RunClose Close);
