using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Where the facts about datasets and their batches lie.</summary>
public static class DatasetKeys
{
    public static StatePrefix<DatasetState> All { get; } = new("dataset/");

    /// <summary>The batches of all datasets; <see cref="BatchesOf"/> has those of one.</summary>
    public static StatePrefix<BatchState> Batches { get; } = new("batch/");

    public static StateKey<DatasetState> Dataset(string name) => All.Key(name);

    public static StateKey<BatchState> Batch(string id) => Batches.Key(id);

    /// <summary>Batches of one dataset; their ids start with its name.</summary>
    public static StatePrefix<BatchState> BatchesOf(string dataset) => new($"{Batches}{dataset}/");

    /// <summary>Which batch of a dataset has this Merkle root: its number with its provider.</summary>
    public static StateKey<CounterState> BatchRoot(string dataset, Digest root) => new($"batch-root/{dataset}/{root}");

    /// <summary>How many batches of a dataset a provider has registered.</summary>
    public static StateKey<CounterState> BatchCount(string dataset, string provider) => CounterState.Of($"batch/{dataset}/{provider}");

    /// <summary>
    /// The newest batch of these records that was judged and withdrawn: whoever registers them again goes on from there.
    /// </summary>
    public static StateKey<JudgedContent> Withdrawn(string dataset, Digest root) => new($"withdrawn/{dataset}/{root}");

    /// <summary>The newest batch with this record in its sketch that was judged, and not accepted or withdrawn.</summary>
    public static StateKey<JudgedContent> JudgedRecord(string dataset, ulong hash) => new($"judged/{dataset}/{hash:x16}");

    /// <summary>The first batch that was accepted with this record among the smallest hashes of its sketch.</summary>
    public static StateKey<JudgedContent> AcceptedRecord(string dataset, ulong hash) => new($"accepted/{dataset}/{hash:x16}");

    /// <summary>The batches whose place a batch takes.</summary>
    public static StateKey<SupersededBatches> Superseded(string by) => new($"superseded/{by}");

    /// <summary>The sketch of a batch's records.</summary>
    public static StateKey<SketchState> Sketch(string batch) => new($"sketch/{batch}");

    /// <summary>Tree size just behind the dataset's newest batch: what its measurements are taken at.</summary>
    public static StateKey<CounterState> PoolSize(string dataset) => new($"pool/{dataset}");
}
