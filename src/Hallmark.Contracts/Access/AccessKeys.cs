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

    /// <summary>The newest use of a batch by a member, for a purpose or an act: no purpose has a slash.</summary>
    public static StateKey<UseState> Use(string batch, string member, ReadFor what) =>
        Uses.Key($"{batch}/{member}/{(what.IsAct ? "act/" : "")}{what.Word}");
}
