namespace Hallmark.Contracts.Access;

/// <summary>What data are used for, as far as the ledger itself knows; members may name other purposes.</summary>
public static class Purposes
{
    /// <summary>Runs are opened for it.</summary>
    public const string Training = "training";

    /// <summary>Validators read for it; their role allows it, no grant is needed.</summary>
    public const string Judging = "judging";

    /// <summary>Auditors read for it; their role allows it, no grant is needed.</summary>
    public const string Auditing = "auditing";
}
