using Hallmark.Evidence;
using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>A model that was made known, as <c>release</c> answers.</summary>
/// <param name="Entry">Where the release is on record.</param>
/// <param name="Model">Digest of the plain model.</param>
/// <param name="File">Where it was written.</param>
public sealed record ModelReleasedAnswer(string Run, ulong Entry, string Model, string File, HeadAnswer Head)
{
    public static ModelReleasedAnswer Of(ReleasedModelFile released, string file, Head head) =>
        new(released.Run, released.Entry.Value, released.Digest.ToString(), file, HeadAnswer.Of(head));
}
