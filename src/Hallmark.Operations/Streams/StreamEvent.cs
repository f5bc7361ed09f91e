namespace Hallmark.Operations.Streams;

/// <summary>Something that whoever watches a stream being taken in wants to know at once.</summary>
public abstract record StreamEvent
{
    /// <summary>Messages came on record.</summary>
    /// <param name="Batches">Ids of the new batches; empty where the same records are on record already.</param>
    /// <param name="Messages">How many.</param>
    public sealed record Registered(IReadOnlyList<string> Batches, int Messages) : StreamEvent;

    /// <summary>Messages are distributed otherwise than the provider's accepted batches; they are on record all the same.</summary>
    /// <param name="Batches">Those that they became.</param>
    /// <param name="Fields">Columns that drifted, the worst first.</param>
    /// <param name="Classes">Whether the mix of classes did.</param>
    public sealed record Drifted(IReadOnlyList<string> Batches, IReadOnlyList<string> Fields, bool Classes) : StreamEvent;

    /// <summary>Whether messages drifted is not known.</summary>
    /// <param name="Batches">Those that they became; empty where it holds of all.</param>
    /// <param name="Reason">One sentence without an end mark.</param>
    public sealed record Unmeasured(IReadOnlyList<string> Batches, string Reason) : StreamEvent;

    /// <summary>Messages do not fit; they are kept aside.</summary>
    /// <param name="Messages">How many at once.</param>
    /// <param name="Reason">Of the first, as the end of a sentence.</param>
    /// <param name="File">Where they are kept, each with its reason.</param>
    public sealed record Rejected(int Messages, string Reason, string File) : StreamEvent;
}

/// <summary>What was taken in by one process.</summary>
/// <param name="Taken">Messages that were kept.</param>
/// <param name="Known">Messages that had been taken before.</param>
/// <param name="Rejected">Messages that do not fit.</param>
/// <param name="Waiting">Messages that are kept and on record only when the stream goes on.</param>
/// <param name="Batches">Batches that came on record.</param>
public sealed record IngestedStream(long Taken, long Known, long Rejected, long Waiting, long Batches)
{
    /// <summary>Why messages were rejected, and how many for each reason, the most first.</summary>
    public IReadOnlyList<(string Reason, long Messages)> Reasons { get; init; } = [];

    /// <summary>The file in which rejected messages are kept with their reasons; null where none was rejected.</summary>
    public string? RejectedFile { get; init; }

    /// <summary>Whether messages came, and none of them was worth anything.</summary>
    public bool NothingFits => Rejected > 0 && Taken == 0 && Known == 0 && Batches == 0;
}
