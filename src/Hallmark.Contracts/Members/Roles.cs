namespace Hallmark.Contracts.Members;

/// <summary>What members may be.</summary>
public static class Roles
{
    /// <summary>Governs: members, policies, grants.</summary>
    public const string Admin = "admin";

    /// <summary>Registers batches.</summary>
    public const string Provider = "provider";

    /// <summary>Measures and judges others' batches.</summary>
    public const string Validator = "validator";

    /// <summary>Schedules and trains.</summary>
    public const string Trainer = "trainer";

    /// <summary>Reads everything that is on record.</summary>
    public const string Auditor = "auditor";

    public const string Reader = "reader";

    public static IReadOnlyList<string> All { get; } = [Admin, Provider, Validator, Trainer, Auditor, Reader];
}
