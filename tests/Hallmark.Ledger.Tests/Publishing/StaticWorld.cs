using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Ledger.Publishing;

namespace Hallmark.Ledger.Tests.Publishing;

/// <summary>The ledger of <see cref="World"/> with many entries, and a folder to publish it into.</summary>
internal sealed class StaticWorld : IDisposable
{
    /// <summary>Two full tiles and a part of a third.</summary>
    public const int Entries = 700;

    private static readonly Lazy<LedgerView> Large = new(() => World.OpenRead(GrowAsync(Entries).GetAwaiter().GetResult()));
    private static readonly Ed25519Key LogKey = Ed25519Key.Create();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hallmark-static-log");

    /// <summary>Made once; nobody writes it.</summary>
    public static LedgerView View => Large.Value;

    public static string Origin { get; } = Checkpoint.OriginOf(World.Genesis.LedgerId);

    public static INoteSigner Authority { get; } = new EcdsaNoteSigner(Origin, World.Authority);

    public static INoteSigner Log { get; } = new Ed25519NoteSigner(Origin, LogKey);

    public static VerificationKey AuthorityKey { get; } = new(World.Authority.PublicKey);

    public string Folder => _folder.FullName;

    /// <summary>The hashes of all entries that the view has.</summary>
    public static TileLog TilesOf(LedgerView view)
    {
        var tiles = new TileLog();
        foreach (LedgerEntry entry in view.Entries())
        {
            tiles.Append(entry.Statement.LeafHash);
        }
        return tiles;
    }

    public static TreeSize Publish(StaticLogWriter writer, LedgerView view) => writer.Publish(view, TilesOf(view), Authority, Log);

    /// <summary>The large ledger, published.</summary>
    public static StaticWorld Published()
    {
        var world = new StaticWorld();
        Publish(new StaticLogWriter(world.Folder), View);
        return world;
    }

    public static async Task AppendAsync(Ledger ledger, int count, int from)
    {
        await Task.WhenAll(Enumerable.Range(from, count).Select(i => ledger.SubmitAsync(World.Sign(subject: $"n{i}", size: i % 40).Bytes)));
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Every file with its bytes, by relative path.</summary>
    public SortedDictionary<string, string> Files(Func<string, bool>? only = null) => new(
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Folder, file), File: file))
            .Where(file => only?.Invoke(file.Name) ?? true)
            .ToDictionary(file => file.Name, file => Convert.ToHexString(File.ReadAllBytes(file.File))), StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<byte[]> GrowAsync(int entries)
    {
        var disk = new MemoryDisk(World.Fresh);
        await using (Ledger ledger = World.Open(disk))
        {
            await AppendAsync(ledger, entries - (int)ledger.View.Size.Value, 0);
        }
        return disk.Content();
    }
}
