using Hallmark.Data.Batches;

namespace Hallmark.Data.Custody;

/// <summary>How batches that not everybody may read are registered: who keeps their secrets, and what compares their records.</summary>
public sealed record CustodyOptions
{
    private readonly BatchTier _tier = BatchTier.Sealed;

    /// <summary>
    /// <see cref="BatchTier.Sealed"/> or <see cref="BatchTier.Absent"/>; for the latter the store must be the provider's own.
    /// </summary>
    public BatchTier Tier
    {
        get => _tier;
        init => _tier = value is BatchTier.Sealed or BatchTier.Absent
            ? value
            : throw new ArgumentException("Open batches need no custody.", nameof(value));
    }

    /// <summary>Keeps the batches' secrets, and gives the same one for the same records again.</summary>
    public required ICustody Keeper { get; init; }

    /// <summary>The key shared by the dataset's custodians and validators; stays the caller's.</summary>
    public required DatasetKey DatasetKey { get; init; }
}
