using System.Collections.Concurrent;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Sequencing;
using Hallmark.Ledger.Snapshots;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger;

/// <summary>
/// A ledger opened by its one writer. Statements are checked at the door on the caller's thread, any number at a time; the
/// sequencer does the rest. Safe for use by several threads.
/// </summary>
public sealed class Ledger : IAsyncDisposable
{
    /// <summary>Replaying so many takes about half a second.</summary>
    public const ulong DefaultSnapshotEvery = 8192;

    private readonly LedgerFile _file;
    private readonly BlockApplier _chain; // the sequencer's; held here to read with its verifier and to let it go
    private readonly IContracts _contracts;
    private readonly Sequencer _sequencer;
    private readonly SnapshotKeeper? _snapshots;
    private readonly ConcurrentDictionary<Digest, (string Member, VerificationKey Key)> _keys = new();
    private readonly Lazy<Task> _closed;

    private Ledger(
        LedgerFile file, LedgerView view, BlockApplier chain, IContracts contracts, Sequencer sequencer, Recovery recovery,
        SnapshotKeeper? snapshots)
    {
        _file = file;
        _chain = chain;
        _contracts = contracts;
        _sequencer = sequencer;
        _snapshots = snapshots;
        _closed = new Lazy<Task>(CloseAsync);
        View = view;
        Recovery = recovery;
    }

    public LedgerView View { get; }

    /// <summary>What was cut when the ledger was opened.</summary>
    public Recovery Recovery { get; }

    /// <summary>
    /// Writes a new ledger into empty storage: the page and one block with the genesis statements, flushed. If the process dies
    /// before it is done, the storage is refused by every opening or holds the whole ledger.
    /// </summary>
    /// <param name="first">
    /// Statements that follow <c>ledger.create</c> in the genesis block; at least one, so that receipts (which need two entries) exist
    /// from the start.
    /// </param>
    /// <exception cref="ArgumentException">The storage is not empty, or the contracts do not accept one of the statements.</exception>
    /// <param name="seals">The kinds of seal that the program knows; null for <see cref="SealKinds.BuiltIn"/>.</param>
    /// <exception cref="MalformedException">
    /// The producer makes blocks of another kind than the genesis names, or its key makes none.
    /// </exception>
    /// <exception cref="UnknownSealKindException">The genesis names none of these kinds.</exception>
    public static async Task CreateAsync(
        ILedgerStorage storage, Genesis genesis, IBlockProducer producer, IContracts contracts, TimeProvider clock,
        IReadOnlyList<Statement> first, SealKinds? seals = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(first.Count, nameof(first));
        if (storage.Length != 0)
        {
            throw new ArgumentException($"{storage.Name} is not empty: it holds {storage.Length} bytes.", nameof(storage));
        }
        Statement create = Statement.Sign(
            producer.Signer, Genesis.Kind, Denial.Issuer, genesis.Name, genesis.LedgerId, genesis.Created, genesis.ToBytes());
        SealKinds kinds = seals ?? SealKinds.BuiltIn;
        using var chain = new BlockApplier(contracts, kinds, genesis.LedgerId, create.Bytes);
        RequireMaker(producer, chain);
        var file = new LedgerFile(storage);
        storage.Write(0, LedgerFile.NewPage(genesis.LedgerId));
        var view = new LedgerView(file, genesis, chain.State, kinds);
        var sequencer = new Sequencer(file, view, chain, contracts, producer, clock, LedgerFile.PageSize);
        foreach (Submission answer in await sequencer.MakeGenesisAsync([create, .. first]).ConfigureAwait(false))
        {
            if (answer is not Submission.Accepted)
            {
                throw new ArgumentException($"The genesis block cannot be made: {answer}", nameof(first));
            }
        }
        await sequencer.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Opens for writing; cuts a torn group behind the commit mark and says so in <see cref="Recovery"/>.</summary>
    /// <param name="snapshots">Where to go on from, and where to leave a snapshot; null to replay everything.</param>
    /// <param name="snapshotEvery">So many entries must have come since the last snapshot for another to be taken.</param>
    /// <param name="seals">The kinds of seal that the program knows; null for <see cref="SealKinds.BuiltIn"/>.</param>
    /// <exception cref="LedgerDamagedException">What was committed is damaged; nothing is changed.</exception>
    /// <exception cref="MalformedException">
    /// The producer makes blocks of another kind than the ledger's, or its key makes none here.
    /// </exception>
    /// <exception cref="UnknownSealKindException">The ledger's seals are of none of these kinds.</exception>
    public static Ledger Open(
        ILedgerStorage storage, IBlockProducer producer, IContracts contracts, TimeProvider clock,
        ISnapshotStore? snapshots = null, ulong snapshotEvery = DefaultSnapshotEvery, SealKinds? seals = null) =>
        Open(storage, _ => producer, contracts, clock, snapshots, snapshotEvery, seals);

    /// <summary>The same, with a producer of the kind that the ledger's genesis names.</summary>
    public static Ledger Open(
        ILedgerStorage storage, Func<Genesis, IBlockProducer> createProducer, IContracts contracts, TimeProvider clock,
        ISnapshotStore? snapshots = null, ulong snapshotEvery = DefaultSnapshotEvery, SealKinds? seals = null)
    {
        var file = new LedgerFile(storage);
        (LedgerView view, BlockApplier chain, Recovery recovery) =
            LedgerLoader.Load(file, contracts, seals ?? SealKinds.BuiltIn, snapshots);
        IBlockProducer producer = createProducer(chain.Genesis);
        RequireMaker(producer, chain);
        // What recovery found is committed from here on, and nothing else.
        file.Settle(view.Id, new CommitMark(recovery.Offset, view.Last.Height, view.Last.Hash));
        var sequencer = new Sequencer(file, view, chain, contracts, producer, clock, recovery.Offset);
        SnapshotKeeper? keeper = null;
        if (snapshots is not null)
        {
            keeper = new SnapshotKeeper(snapshots, producer.Signer, snapshotEvery, view.Size.Value - recovery.Replayed);
            keeper.KeepIfDue(sequencer); // where the last process was killed, what it left is executed again only once
        }
        return new Ledger(file, view, chain, contracts, sequencer, recovery, keeper);
    }

    /// <summary>Opens for reading beside a writer; sees what was whole at this moment.</summary>
    /// <param name="committedOnly">
    /// Whether to leave out whole blocks behind the commit mark: they may not be durable yet, and what is handed to outsiders —
    /// a checkpoint, a receipt — must not be of a block that a power cut takes back.
    /// </param>
    /// <param name="seals">The kinds of seal that the program knows; null for <see cref="SealKinds.BuiltIn"/>.</param>
    /// <exception cref="LedgerDamagedException">What was committed is damaged.</exception>
    /// <exception cref="UnknownSealKindException">The ledger's seals are of none of these kinds.</exception>
    public static LedgerView OpenRead(
        ILedgerStorage storage, IContracts contracts, ISnapshotStore? snapshots = null, bool committedOnly = false, SealKinds? seals = null)
    {
        (LedgerView view, BlockApplier chain, _) =
            LedgerLoader.Load(new LedgerFile(storage), contracts, seals ?? SealKinds.BuiltIn, snapshots, committedOnly);
        chain.Dispose();
        return view;
    }

    /// <summary>Why no snapshot could be left, or null. Nothing is lost by it but time at the next opening.</summary>
    public string? SnapshotFailure => _snapshots?.Failure;

    /// <summary>Hands a statement in; the answer comes when it is durable, denied or refused.</summary>
    /// <exception cref="IOException">
    /// The ledger could not be written; whether this statement is in it is unknown until it is opened again.
    /// </exception>
    public async Task<Submission> SubmitAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        Statement statement;
        try
        {
            if (bytes.Length > Statement.MaxBytes)
            {
                return new Submission.Refused($"statement: has {bytes.Length} bytes, more than {Statement.MaxBytes}");
            }
            statement = Statement.Read(bytes);
        }
        catch (MalformedException e)
        {
            return new Submission.Refused(e.Message);
        }
        return CheckAtTheDoor(statement) is { } reason
            ? new Submission.Refused(reason)
            : await _sequencer.SubmitAsync(statement, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Hands in a block that was made elsewhere, as it lies in a ledger's file. It goes the way of every block that comes from outside:
    /// all that its header commits to is recomputed, every statement executed again, every signature verified, the seal too. Where all
    /// of it holds, and only then, the block is written and flushed by the one writer, published, and answered; it takes the place of a
    /// draft of our own that is not final.
    /// </summary>
    /// <param name="block">The next block, in no particular hurry: blocks come one after the other, and one out of turn is refused.</param>
    /// <exception cref="IOException">The ledger could not be written; whether the block is in it shows when it is opened again.</exception>
    public async Task<AppendResult> AppendAsync(ReadOnlyMemory<byte> block, CancellationToken cancellation = default)
    {
        ParsedBlock parsed;
        try
        {
            parsed = new ParsedBlock(BlockRecord.Read(block), _chain.Seals);
        }
        catch (MalformedException e)
        {
            return new AppendResult.Refused(e.Message);
        }
        return await _sequencer.AppendAsync(parsed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Makes blocks of what waits, settles the file and lets go of it. Closing again has no effect and the same outcome.</summary>
    /// <exception cref="IOException">The ledger could not be written.</exception>
    public ValueTask DisposeAsync() => new(_closed.Value);

    private async Task CloseAsync()
    {
        try
        {
            await _sequencer.CloseAsync().ConfigureAwait(false);
            _snapshots?.KeepIfDue(_sequencer);
        }
        finally
        {
            foreach ((_, VerificationKey key) in _keys.Values)
            {
                key.Dispose();
            }
            _chain.Dispose();
            _file.Storage.Dispose();
        }
    }

    private static void RequireMaker(IBlockProducer producer, BlockApplier chain)
    {
        if (producer.Kind != chain.Genesis.Engine)
        {
            throw new MalformedException("genesis.engine", $"is {chain.Genesis.Engine}, the producer makes {producer.Kind} blocks");
        }
        if (chain.Seals.FindKey(producer.Signer.PublicKey.Thumbprint) is null)
        {
            string makers = string.Join(" or ", chain.Seals.MakerKeys.Select(key => key.Key.Thumbprint));
            throw new MalformedException(
                "ledger key", $"is {producer.Signer.PublicKey.Thumbprint}, blocks of this ledger are made with {makers}");
        }
    }

    /// <summary>Why the statement is not let in, or null.</summary>
    private string? CheckAtTheDoor(Statement statement)
    {
        if (statement.Ledger != View.Id)
        {
            return $"statement aud: is ledger {statement.Ledger}, this is {View.Id}";
        }
        if (Denial.IsOwnKind(statement.Kind))
        {
            return $"statement content type: only the ledger itself issues {statement.Kind}";
        }
        if (FindKey(statement.KeyId) is not { } signer)
        {
            return $"statement kid: no member has key {statement.KeyId}";
        }
        if (signer.Member != statement.Issuer)
        {
            return $"statement iss: says {statement.Issuer}, the key belongs to {signer.Member}";
        }
        return statement.Verify(signer.Key) ? null : "statement signature: does not verify under the key that kid names";
    }

    /// <summary>Whose key this is; kept imported, because a key is never anybody else's later.</summary>
    private (string Member, VerificationKey Key)? FindKey(Digest keyId)
    {
        if (_keys.TryGetValue(keyId, out (string, VerificationKey) known))
        {
            return known;
        }
        return _contracts.FindKey(View.State, keyId) is { } registered
            ? _keys.GetOrAdd(keyId, _ => (registered.Member, new VerificationKey(registered.Key)))
            : null;
    }
}
