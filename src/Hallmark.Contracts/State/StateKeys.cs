using Hallmark.Evidence;

namespace Hallmark.Contracts.State;

/// <summary>Where each fact lies in the state. Names hold no '/', so keys cannot run into one another.</summary>
public static class StateKeys
{
    public const string Config = "config";
    public const string Policy = "policy/admission";
    public const string Members = "member/";
    public const string Datasets = "dataset/";
    public const string Batches = "batch/";
    public const string Grants = "grant/";
    public const string Schedules = "schedule/";
    public const string Runs = "run/";

    public static string Member(string name) => Members + name;

    public static string Key(Digest thumbprint) => $"key/{thumbprint}";

    public static string Dataset(string name) => Datasets + name;

    public static string Batch(string id) => Batches + id;

    /// <summary>Batches of one dataset; their ids start with its name.</summary>
    public static string BatchesOf(string dataset) => $"{Batches}{dataset}/";

    /// <summary>Which batch of a dataset has this Merkle root.</summary>
    public static string BatchRoot(string dataset, Digest root) => $"batch-root/{dataset}/{root}";

    public static string Grant(string dataset, string member, string purpose) => $"{Grants}{dataset}/{member}/{purpose}";

    public static string Schedule(string id) => Schedules + id;

    public static string Run(string id) => Runs + id;

    /// <summary>Tree size just behind the dataset's newest batch: what its measurements are taken at.</summary>
    public static string PoolSize(string dataset) => $"pool/{dataset}";

    public static string Counter(string name) => $"counter/{name}";
}
