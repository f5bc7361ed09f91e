using Hallmark.Evidence;

namespace Hallmark.Contracts.Members;

/// <summary>Where the facts about members lie.</summary>
public static class MemberKeys
{
    public static StatePrefix<MemberState> All { get; } = new("member/");

    /// <summary>Names of all who were admins once, or will be.</summary>
    public static StateKey<NameSet> Admins { get; } = new("admins");

    /// <summary>Names of all who were validators once, or will be.</summary>
    public static StateKey<NameSet> Validators { get; } = new("validators");

    public static StateKey<MemberState> Member(string name) => All.Key(name);

    /// <summary>The gateways of all members.</summary>
    public static StatePrefix<GatewayState> Gateways { get; } = new("gateway/");

    public static StateKey<GatewayState> Gateway(string member, string name) => Gateways.Key(GatewayState.IdOf(member, name));

    /// <summary>Whose signing key this is or was.</summary>
    public static StateKey<KeyState> Key(Digest thumbprint) => new($"key/{thumbprint}");

    /// <summary>Whose key-agreement key this is or was: a set of one name.</summary>
    public static StateKey<NameSet> AgreementKey(Digest thumbprint) => new($"agreement/{thumbprint}");
}
