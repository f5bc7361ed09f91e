using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger.Snapshots;

namespace Hallmark.Ledger.Tests.Engines;

/// <summary>Two nodes that take turns on one ledger, each with its own disk and key, and nothing between them but blocks.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private static readonly KeySigner OddKey = KeySigner.Create();
    private static readonly Lazy<byte[]> Founded = new(Found);

    /// <summary>The ledger with its genesis block, as both begin with it.</summary>
    public static byte[] FoundedFile => Founded.Value;

    public required MemoryDisk EvenDisk { get; init; }

    public required MemoryDisk OddDisk { get; init; }

    public static KeySigner OddAuthority => OddKey;

    public static KeySigner EvenAuthority => World.Authority;

    public static Genesis Genesis { get; } = World.Genesis with { Engine = TurnsSealKind.Kind, SealTerms = OddKey.PublicKey.Encoded };

    public required Ledger Even { get; init; }

    public required Ledger Odd { get; init; }

    /// <param name="oddContracts">What the odd one decides by; null for what the even one decides by.</param>
    public static Pair Open(IContracts? oddContracts = null)
    {
        (MemoryDisk even, MemoryDisk odd) = (new(Founded.Value), new(Founded.Value));
        return new Pair
        {
            EvenDisk = even,
            OddDisk = odd,
            Even = OpenEven(even),
            Odd = OpenOdd(odd, oddContracts),
        };
    }

    public static Ledger OpenEven(MemoryDisk disk, ISnapshotStore? snapshots = null) => Ledger.Open(
        disk, new TurnsProducer(EvenAuthority, 0), World.Contracts, World.Clock, snapshots, 1, TurnsSealKind.WithBuiltIn);

    public static Ledger OpenOdd(MemoryDisk disk, IContracts? contracts = null) => Ledger.Open(
        disk, new TurnsProducer(OddAuthority, 1), contracts ?? World.Contracts, World.Clock, seals: TurnsSealKind.WithBuiltIn);

    public static Statement Sign(string kind = NoteContracts.Note, string subject = "s", KeySigner? signer = null) =>
        World.Sign(kind, subject, signer, ledger: Genesis.LedgerId);

    /// <summary>A node's newest block as it travels to another.</summary>
    public static byte[] Newest(Ledger ledger) => ledger.View.ReadBlock(ledger.View.Last.Height).ToBytes();

    public async ValueTask DisposeAsync()
    {
        await Even.DisposeAsync();
        await Odd.DisposeAsync();
    }

    private static byte[] Found()
    {
        var disk = new MemoryDisk([]);
        Ledger.CreateAsync(
            disk, Genesis, new TurnsProducer(EvenAuthority, 0), World.Contracts, World.Clock, [Sign(subject: "first")],
            TurnsSealKind.WithBuiltIn)
            .GetAwaiter().GetResult();
        return disk.Content();
    }
}
