namespace Hallmark.Contracts.Access;

/// <summary>Where grants, and the uses made of them, lie.</summary>
public static class AccessKeys
{
    public static StatePrefix<GrantState> Grants { get; } = new("grant/");

    public static StatePrefix<UseState> Uses { get; } = new("use/");

    /// <summary>A grant on the whole dataset.</summary>
    public static StateKey<GrantState> Grant(string dataset, string member, string purpose) => Grants.Key($"{dataset}/{member}/{purpose}");

    /// <summary>A grant on one batch.</summary>
    public static StateKey<GrantState> BatchGrant(string batch, string member, string purpose) => Grants.Key($"{batch}/{member}/{purpose}");

    public static StateKey<UseState> Use(string batch, string member, string purpose) => Uses.Key($"{batch}/{member}/{purpose}");
}
