using Hallmark.Evidence;
using Hallmark.Operations.Streams;

namespace Hallmark.Api;

/// <summary>What was taken in of a stream, as <c>ingest</c> answers once it ends.</summary>
/// <param name="Taken">Messages that were kept.</param>
/// <param name="Known">Messages that had been taken before.</param>
/// <param name="Rejected">Messages that do not fit.</param>
/// <param name="Waiting">Messages that come on record only when the stream goes on.</param>
/// <param name="Batches">How many batches came on record.</param>
/// <param name="Reasons">Why messages were rejected, the most frequent first; only so many reasons are told apart.</param>
/// <param name="RejectedFile">The file in which they are kept, each with its reason; null where none was rejected.</param>
public sealed record IngestAnswer(
    string Dataset, long Taken, long Known, long Rejected, long Waiting, long Batches, HeadAnswer Head,
    IReadOnlyList<RejectedAnswer> Reasons, string? RejectedFile)
{
    public static IngestAnswer Of(string dataset, IngestedStream taken, Head head) => new(
        dataset, taken.Taken, taken.Known, taken.Rejected, taken.Waiting, taken.Batches, HeadAnswer.Of(head),
        [.. taken.Reasons.Select(one => new RejectedAnswer(one.Reason, one.Messages))], taken.RejectedFile);
}

/// <summary>How many messages were rejected for one reason.</summary>
public sealed record RejectedAnswer(string Reason, long Messages);

/// <summary>What happens to a stream while it runs: with <c>--json</c> one line each on standard error.</summary>
/// <param name="Event">registered, drifted, unmeasured or rejected.</param>
/// <param name="Batches">Ids of the batches that it is about.</param>
/// <param name="Messages">How many messages it is about; of drift and where it is not measured none is named.</param>
/// <param name="Fields">Columns that drifted, the worst first.</param>
/// <param name="Classes">Whether the mix of classes drifted.</param>
/// <param name="Reason">Why messages were rejected, or drift is not measured.</param>
/// <param name="RejectedFile">Where they are kept, each with its reason.</param>
public sealed record StreamEventAnswer(
    string Event, IReadOnlyList<string> Batches, int Messages, IReadOnlyList<string> Fields, bool Classes, string? Reason,
    string? RejectedFile = null)
{
    public static StreamEventAnswer Of(StreamEvent told) => told switch
    {
        StreamEvent.Registered one => new("registered", one.Batches, one.Messages, [], false, null),
        StreamEvent.Drifted one => new("drifted", one.Batches, 0, one.Fields, one.Classes, null),
        StreamEvent.Unmeasured one => new("unmeasured", one.Batches, 0, [], false, one.Reason),
        StreamEvent.Rejected one => new("rejected", [], one.Messages, [], false, one.Reason, one.File),
        _ => throw new InvalidOperationException("There is no other event."),
    };
}
