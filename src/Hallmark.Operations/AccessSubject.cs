namespace Hallmark.Operations;

/// <summary>What a grant is on: a whole dataset, or one batch of it.</summary>
public static class AccessSubject
{
    /// <summary>A dataset's name, or a batch's id, which has the dataset in front.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    public static (string Dataset, string? Batch) Split(string on)
    {
        string dataset = on.Split('/')[0];
        MemberNames.RequireName(dataset);
        return (dataset, dataset == on ? null : on);
    }
}
