using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Data.Batches;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Members;

/// <summary>
/// Keys of machines that register batches in a provider's name. Such a key stands for as little as a stream needs: open batches of the
/// datasets that the provider named, and no batch takes the place of another by it. It ends when it is revoked, by its date, and with what
/// its provider may do; the provider's own key may change meanwhile. No key is ever another gateway's, nor a revoked one in force again.
/// </summary>
public static class GatewayRules
{
    /// <summary>The gateway whose key this is; null where it is no gateway's.</summary>
    public static GatewayState? Find(IStateView state, Digest keyId) =>
        state.Find(MemberKeys.Key(keyId)) is { Gateway: { } gateway } key ? state.Find(MemberKeys.Gateway(key.Member, gateway)) : null;

    /// <summary>Why a gateway may register nothing of this dataset in a block of this time: rule and reason; null where it may.</summary>
    public static (string Rule, string Reason)? WhyNot(GatewayState gateway, string dataset, long timeMs) =>
        gateway.Revoked is { } revoked
            ? ("gateway.revoked", $"gateway {gateway.Id} was revoked by {gateway.RevokedBy} in block {revoked}")
        : gateway.IsExpiredAt(timeMs)
            ? ("gateway.expired", $"gateway {gateway.Id} could sign until {TimeRules.Moment(gateway.Until!.Value)}")
        : !gateway.Datasets.Contains(dataset)
            ? ("gateway.dataset", $"gateway {gateway.Id} may register batches of {string.Join(", ", gateway.Datasets)}, not of {dataset}")
        : null;

    /// <summary>The same of a statement that is signed with its key.</summary>
    /// <exception cref="MalformedException">It is no such statement.</exception>
    internal static (string Rule, string Reason)? WhyNot(GatewayState gateway, Statement statement, long timeMs)
    {
        if (statement.Kind != BatchRegister.Kind)
        {
            string kind = MalformedException.Printable(statement.Kind);
            return ("gateway.kind", $"gateway {gateway.Id} may register batches, and send no {kind}");
        }
        BatchRegister register = Payload.Read<BatchRegister>(statement);
        return WhyNot(gateway, register.Manifest.Dataset, timeMs)
            ?? (register.Manifest.Tier != BatchTier.Open
                ? ("gateway.tier", $"gateway {gateway.Id} may register open batches only: it keeps no keys of sealed ones")
            : register.Supersedes.Count > 0
                ? ("gateway.supersedes", $"gateway {gateway.Id} may not put a batch in the place of others")
            : null);
    }

    /// <summary>A provider names a key, or says anew what it may do.</summary>
    internal static void Delegate(Ruling ruling)
    {
        KeyDelegate said = Payload.Read<KeyDelegate>(ruling.Statement);
        Ruling.Require(
            said.Member == ruling.Sender.Name, "key.delegate.own", $"{ruling.Sender.Name} cannot delegate in the name of {said.Member}");
        ruling.RequireRole(Roles.Provider);
        Ruling.Require(
            said.Until is null || ruling.Block.TimeMs / 1000 < said.Until, "key.delegate.past",
            $"the gateway would have ended at {said.Until}");
        StateKey<GatewayState> key = MemberKeys.Gateway(said.Member, said.Gateway);
        if (ruling.Find(key) is { } before)
        {
            Ruling.Require(
                before.Revoked is null, "key.delegate.revoked", $"gateway {before.Id} is revoked; another one needs another name");
            Ruling.Require(
                before.Key.Equals(said.Key), "key.delegate.name-taken",
                $"gateway {before.Id} has another key; another key needs another name");
        }
        else
        {
            MemberRules.RequireFreeKey(ruling, said.Key);
            ruling.Put(MemberKeys.Key(said.Key.Thumbprint), new KeyState(said.Member, said.Key, null) { Gateway = said.Gateway });
        }
        ruling.Put(key, new GatewayState(said.Member, said.Gateway, said.Key, said.Datasets, said.Until, ruling.Block.Entry));
        ruling.Emit(
            "key.delegated", ("gateway", said.Subject), ("key", said.Key.Thumbprint.ToString()),
            ("datasets", string.Join(',', said.Datasets)));
    }

    /// <summary>The provider, or an admin, ends it.</summary>
    internal static void Revoke(Ruling ruling)
    {
        KeyRevokeDelegate revoke = Payload.Read<KeyRevokeDelegate>(ruling.Statement);
        Ruling.Require(
            revoke.Member == ruling.Sender.Name || ruling.Sender.Has(Roles.Admin), "key.revoke-delegate.own",
            $"{ruling.Sender.Name} is neither {revoke.Member} nor an admin");
        StateKey<GatewayState> key = MemberKeys.Gateway(revoke.Member, revoke.Gateway);
        GatewayState gateway = ruling.Get(key, $"gateway {revoke.Subject}");
        Ruling.Require(gateway.Revoked is null, "key.revoke-delegate.again", $"gateway {gateway.Id} is revoked already");
        ruling.Put(key, gateway with { Revoked = ruling.Block.Height, RevokedBy = ruling.Sender.Name });
        ruling.Emit("key.delegate-revoked", ("gateway", gateway.Id), ("by", ruling.Sender.Name), ("reason", revoke.Reason));
    }
}
