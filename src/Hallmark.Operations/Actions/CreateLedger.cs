using System.Security.Cryptography;
using Hallmark.Contracts;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Engines;
using Hallmark.Ledger.Storage;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Makes a ledger in an empty home. It needs no workspace: there is none before. Keys first, the ledger file last and by a rename, so that
/// a home without <c>ledger.log</c> was never finished and can be made again.
/// </summary>
/// <param name="Name">The ledger's name, 1 to 64 characters.</param>
/// <param name="Admin">Its first admin, whose key is made here.</param>
public sealed record CreateLedger(string Name, string Admin)
{
    /// <summary>Most credits that may ever be made, unless another limit is named.</summary>
    public const long DefaultMintLimit = 1_000_000_000;

    private const int NameLimit = 64;
    private const int QuorumLimit = 1000;

    /// <summary>How many admins must agree on what they govern, from 1.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Most credits that may ever be made, from 1.</summary>
    public long MintLimit { get; init; } = DefaultMintLimit;

    /// <summary>Digest of the pipeline that makes it; null for none.</summary>
    public string? Pipeline { get; init; }

    /// <returns>The new ledger's head.</returns>
    /// <exception cref="UsageException">There is a ledger here already, or a field is out of range.</exception>
    public async Task<Head> ExecuteAsync(Home home, TimeProvider clock)
    {
        Validate();
        if (home.Exists)
        {
            throw new UsageException($"there is a ledger in {home.Directory} already");
        }
        DurableDirectory.Create(home.Directory);
        HomeOwner.RequireOwn(home);
        using IDisposable held = HomeLock.TryTake(home)
            ?? throw new FailureException($"another process is making a ledger in {home.Directory}");
        if (home.Exists)
        {
            throw new UsageException($"there is a ledger in {home.Directory} already"); // made before the lock was free: its settings stay
        }
        var keys = new HomeKeys(home);
        using KeySigner own = keys.FindOrCreate(Denial.Issuer);
        using KeySigner adminKey = keys.FindOrCreate(Admin);
        using Ed25519Key logKey = LogKeyFile.FindOrCreate(home);
        var genesis = new Genesis
        {
            Name = Name,
            Engine = BlockProducers.Default,
            Authority = own.PublicKey,
            Admin = Admin,
            AdminKey = adminKey.PublicKey,
            Quorum = Quorum,
            MintLimit = MintLimit,
            LogKey = logKey.PublicKey,
            Created = clock.GetUtcNow().ToUnixTimeSeconds(),
            Nonce = RandomNumberGenerator.GetBytes(16),
        };
        new HomeConfig(genesis.LedgerId, Name, Pipeline).Write(home);
        string temporary = home.LedgerPath + ".new";
        File.Delete(temporary);
        using (FileStorage storage = FileStorage.Create(temporary))
        {
            Statement policy = Payload.Sign(
                new PolicyDeploy(PolicyDocument.Standard), adminKey, Admin, genesis.LedgerId, clock.GetUtcNow());
            await Ledger.Ledger.CreateAsync(
                storage, genesis, BlockProducers.Create(genesis, own), new ContractSet(), clock, [policy]).ConfigureAwait(false);
        }
        if (!DurableFile.TryRename(temporary, home.LedgerPath))
        {
            throw new UsageException($"there is a ledger in {home.Directory} already"); // made by another process meanwhile
        }
        using var reader = new HomeReader(home);
        return reader.Catalog.Ledger.Head;
    }

    private void Validate()
    {
        MemberNames.RequireMember(Admin);
        if (Name.Length is 0 or > NameLimit)
        {
            throw new UsageException($"--name: a ledger's name has 1 to {NameLimit} characters");
        }
        if (Quorum is < 1 or > QuorumLimit)
        {
            throw new UsageException($"--quorum: 1 to {QuorumLimit}");
        }
        if (MintLimit < 1)
        {
            throw new UsageException("--credits: at least 1");
        }
    }
}
