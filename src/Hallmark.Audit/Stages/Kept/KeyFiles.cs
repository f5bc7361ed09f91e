using System.Globalization;
using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>The keys and secrets kept in a home, but for the members' signing keys, which have a stage of their own.</summary>
internal sealed class KeyFiles(KeptHome kept)
{
    private readonly HomeKeys _keys = new(kept.Home);

    private LedgerState State => kept.Catalog.Ledger.State;

    public void Look()
    {
        foreach (string name in kept.Names("keys"))
        {
            kept.IsOf($"keys/{name}", FileKind.Regular);
            try
            {
                if (!name.EndsWith(".pem", StringComparison.Ordinal))
                {
                    Look(name);
                }
            }
            catch (Exception e) when (e is HomeFileException or IOException or UnauthorizedAccessException)
            {
                Unreadable(name, e.Message);
            }
            if (!IsAsWritten(name))
            {
                kept.Found.Respelled($"keys/{name}");
            }
        }
    }

    private void Look(string name)
    {
        if (name == Home.LogKeyName)
        {
            LookAtLogKey(name);
        }
        else if (Without(name, ".agreement") is { } member)
        {
            LookAtAgreement(name, member);
        }
        else if (Without(name, ".seed") is { } secret)
        {
            LookAtSeed(name, secret);
        }
        else if (GatewayKeys.OwnerOf(name) is var (provider, gateway))
        {
            LookAtGateway(name, provider, gateway);
        }
        else if (Without(name, ".next") is { } waiting)
        {
            LookAtNext(name, waiting);
        }
        else if (OldOwner(name) is { } owner)
        {
            LookAtOld(name, owner);
        }
        else
        {
            kept.Stray($"keys/{name}");
        }
    }

    private bool IsAsWritten(string name)
    {
        try
        {
            return _keys.IsAsWritten(name);
        }
        catch (Exception e) when (e is HomeFileException or IOException or UnauthorizedAccessException)
        {
            return true; // that it cannot be read is said already
        }
    }

    private void LookAtLogKey(string name)
    {
        using Ed25519Key? key = LogKeyFile.Find(kept.Home);
        LogKeyState? named = State.Find(GovernanceKeys.LogKey);
        if (named is null)
        {
            kept.Found.Unvouched($"keys/{name}", "the ledger does not say by which key it is published ('hallmark publish name-key')");
        }
        else if (key is not null && !named.Key.AsSpan().SequenceEqual(key.PublicKey))
        {
            Replaced(name, $"the key that signs checkpoints is on record in entry {named.Entry}");
        }
    }

    private void LookAtAgreement(string name, string member)
    {
        if (kept.Reader.FindAgreementKey(member) is not { } key)
        {
            Unreadable(name, "is no key-agreement key, or cannot be read");
        }
        else if (State.Find(MemberKeys.Member(member))?.Agreement is not { } registered)
        {
            kept.Found.Add("key.unregistered", AuditVerdict.Good, "is a key that nobody registered", $"keys/{name}");
        }
        else if (registered.Thumbprint != key.PublicKey.Thumbprint)
        {
            Replaced(name, $"it is {key.PublicKey.Thumbprint}, registered is {registered.Thumbprint}");
        }
    }

    private void LookAtSeed(string name, string named)
    {
        int dot = named.LastIndexOf('.');
        if (dot < 0 || !Digest.TryParse(named[(dot + 1)..], out Digest commitment) || commitment.ToString() != named[(dot + 1)..])
        {
            kept.Stray($"keys/{name}");
            return;
        }
        string member = named[..dot];
        if (_keys.OpenSeedSecrets().Find(member, commitment) is { } secret
            && ScheduleSeed.CommitmentOf(kept.Catalog.Ledger.Id, member, secret) != commitment)
        {
            kept.Found.Add("seed.altered", AuditVerdict.Tampered, "is not the secret that was committed to", $"keys/{name}");
        }
        else if (State.Find(ScheduleKeys.Commitment(commitment)) is null)
        {
            kept.Found.Add("seed.unused", AuditVerdict.Good, "is a secret that nobody committed to on record", $"keys/{name}");
        }
    }

    private void LookAtGateway(string name, string provider, string gateway)
    {
        if (_keys.PublicKeyIn(name) is not { } key)
        {
            return;
        }
        if (State.Find(MemberKeys.Gateway(provider, gateway)) is not { } registered)
        {
            kept.Found.Add("key.unregistered", AuditVerdict.Good, "is a key that nobody registered", $"keys/{name}");
        }
        else if (!registered.Key.Equals(key))
        {
            Replaced(name, $"it is {key.Thumbprint}, registered is {registered.Key.Thumbprint}");
        }
    }

    /// <summary>A rotation that was cut off: the key is the member's already, or nobody's yet.</summary>
    private void LookAtNext(string name, string member)
    {
        if (_keys.PublicKeyIn(name) is { } key && State.Find(MemberKeys.Member(member))?.Key.Equals(key) != true)
        {
            kept.Found.Add("key.unregistered", AuditVerdict.Good, "is a key that nobody registered", $"keys/{name}");
        }
    }

    private void LookAtOld(string name, string member)
    {
        if (_keys.PublicKeyIn(name) is { } key && State.Find(MemberKeys.Key(key.Thumbprint))?.Member != member)
        {
            Replaced(name, $"{key.Thumbprint} was never a key of {member}");
        }
    }

    private void Replaced(string name, string reason) =>
        kept.Found.Add("key.replaced", AuditVerdict.Tampered, "is another key than the one on record", $"keys/{name}", reason);

    private void Unreadable(string name, string reason) =>
        kept.Found.Add("key.unreadable", AuditVerdict.Incomplete, "is no key or secret as Hallmark writes them", $"keys/{name}", reason);

    private static string? Without(string name, string ending) =>
        name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : null;

    /// <summary>Whose replaced key a file <c>NAME.old-N</c> is.</summary>
    private static string? OldOwner(string name)
    {
        int mark = name.LastIndexOf(".old-", StringComparison.Ordinal);
        return mark > 0 && int.TryParse(name.AsSpan(mark + 5), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? name[..mark]
            : null;
    }
}
