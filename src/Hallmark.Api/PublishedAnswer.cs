using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>A published log, as <c>publish</c> answers.</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Log">Folder of its files.</param>
/// <param name="Keys">Keys that sign its checkpoints, as vkeys.</param>
/// <param name="Cosigned">Names of the witnesses that cosigned.</param>
public sealed record PublishedAnswer(
    string Origin, ulong Size, string Root, string Log, IReadOnlyList<string> Keys, IReadOnlyList<string> Cosigned)
{
    public static PublishedAnswer Of(LogPublished published) => new(
        published.Log.Checkpoint.Origin, published.Log.Checkpoint.Size.Value, published.Log.Checkpoint.Root.ToString(), published.Directory,
        [.. published.Log.Keys.OrderBy(key => key.Type).Select(key => key.ToText())],
        [.. published.Cosigned.Select(witness => witness.Key.Name)]);
}
