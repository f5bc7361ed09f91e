using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Publishing;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Publishing;

/// <summary>Publishes a home's ledger as static files, beside whoever writes the ledger.</summary>
public sealed class Publisher : IDisposable
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Home _home;
    private readonly LedgerFollower _ledger;
    private readonly RegularFiles _files;
    private readonly StaticLogWriter _writer;
    private readonly KeySigner _own;
    private readonly Ed25519Key _log;

    /// <exception cref="UsageException">There is no ledger, its own key is not here, or the log's is not the one on record.</exception>
    public Publisher(Home home, RegularFiles folder)
    {
        home.RequireLedger();
        HomeOwner.RequireOwn(home);
        (_home, _files, _writer) = (home, folder, new StaticLogWriter(folder));
        var keys = new HomeKeys(home);
        _own = keys.Find(Denial.Issuer)
            ?? throw new UsageException($"the ledger's own key {keys.PathOf(Denial.Issuer)} is missing: nothing can be published");
        _ledger = HomeReader.Follow(home);
        _ledger.CatchUp();
        using Ed25519Key? kept = LogKeyFile.Find(home);
        LogKeyFile.RequireNamed(home, kept, _ledger.View);
        RequireSame(kept);
        _log = LogKeyFile.FindOrCreate(home);
    }

    /// <summary>
    /// Under older rules no key is on record: then the folder says which one it was published with. Another would break everyone who
    /// trusts that one.
    /// </summary>
    private void RequireSame(Ed25519Key? kept)
    {
        LedgerView ledger = _ledger.View;
        string origin = Checkpoint.OriginOf(ledger.Id);
        HashSet<uint> known = [.. ledger.MakerKeys.Select(key => NoteKey.Of(origin, key).Id)];
        if (kept is not null)
        {
            known.Add(NoteKey.Of(origin, NoteKeyType.Ed25519, kept.PublicKey).Id);
        }
        if (ledger.State.Find(GovernanceKeys.LogKey) is null
            && FindNote()?.Signatures.Any(signature => signature.Name == origin && !known.Contains(signature.KeyId)) == true)
        {
            throw new UsageException(
                $"{_home.Keys.PathOf(Home.LogKeyName)} is {(kept is null ? "missing" : "another key")}, but {_files.Path} was published "
                    + "with the key before: another would break everyone who trusts that one; put it back, or publish into another folder");
        }
    }

    /// <summary>Publishes the ledger as it is now.</summary>
    public async Task<PublishedLog> PublishAsync(CancellationToken cancellation)
    {
        _ledger.CatchUp();
        LedgerView view = _ledger.View;
        LogKeyFile.RequireNamed(_home, _log, view);
        string origin = Checkpoint.OriginOf(view.Id);
        INoteSigner[] signers = [new EcdsaNoteSigner(origin, _own), new Ed25519NoteSigner(origin, _log)];
        SignedNote? before = FindNote();
        await WithFolderAsync(
            () => _writer.Publish(view, view.Tiles, signers),
            cancellation).ConfigureAwait(false);
        return new PublishedLog(view, FindNote()!, before, [.. signers.Select(signer => signer.Key)]);
    }

    /// <summary>Asks witnesses, one after the other, and puts what they sign under the published checkpoint.</summary>
    /// <returns>What went wrong, for each witness that gave nothing.</returns>
    public async Task<IReadOnlyList<WitnessException>> CosignAsync(
        PublishedLog log, IReadOnlyList<WitnessClient> witnesses, CancellationToken cancellation)
    {
        var failures = new List<WitnessException>();
        var signatures = new List<NoteSignature>();
        foreach (WitnessClient witness in witnesses)
        {
            try
            {
                TreeSize old = log.CosignedBefore(witness.Key);
                signatures.Add(await witness.CosignAsync(log.Note, log.View.Tiles, old, cancellation).ConfigureAwait(false));
            }
            catch (WitnessException e)
            {
                failures.Add(e);
            }
        }
        bool added = signatures.Count == 0;
        if (!added)
        {
            await WithFolderAsync(() => added = _writer.AddSignatures(log.Note.Text, signatures), cancellation).ConfigureAwait(false);
        }
        return added
            ? failures
            : throw new FailureException("another checkpoint was published while the witnesses were asked; publish again");
    }

    public void Dispose()
    {
        _own.Dispose();
        _log.Dispose();
        _ledger.Dispose();
    }

    /// <summary>What no note can be read from is told by the writer.</summary>
    private SignedNote? FindNote()
    {
        try
        {
            return _files.Read("checkpoint", SignedNote.MaxBytes) is FileAnswer<byte[]>.Found found ? SignedNote.Read(found.Value) : null;
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    /// <summary>'hallmark serve' may be publishing into the same folder, for a moment.</summary>
    private static async Task WithFolderAsync(Action work, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                work();
                return;
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }
}
