using Hallmark.Data.Records;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>What statements and the state say of a dataset's label beside its name and number of classes.</summary>
internal static class LabelFields
{
    private const int WordLimit = 16;

    /// <summary>What it is there for; null where nothing is said.</summary>
    /// <exception cref="MalformedException">No task.</exception>
    public static LearningTask? Task(CborMap map) => map.OptionalText("task", WordLimit) is not { } text ? null
        : SchemaFormat.TaskOf(text) ?? throw new MalformedException("task", $"is '{MalformedException.Printable(text)}', which is no task");

    /// <summary>Whether records may have none.</summary>
    /// <exception cref="MalformedException">Something else is said.</exception>
    public static bool IsOptional(CborMap map) => map.OptionalText("labels", WordLimit) switch
    {
        null => false,
        SchemaFormat.Optional => true,
        string other => throw new MalformedException(
            "labels", $"is '{MalformedException.Printable(other)}'; it is left out or '{SchemaFormat.Optional}'"),
    };
}
