using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Data.Batches;

/// <summary>What a provider says about the data it registers, and how they are cut.</summary>
public sealed record RegistrationOptions
{
    public const int DefaultRecordsPerBatch = 10_000;

    /// <summary>Name of the dataset, 1 to <see cref="BatchManifest.DatasetLengthLimit"/> characters.</summary>
    public required string Dataset { get; init; }

    /// <summary>The schema to hold the source to; inferred from the source, with its label, when null.</summary>
    public Schema? Schema { get; init; }

    /// <summary>Most records in a batch, 1 to <see cref="ContentFormat.RecordLimit"/>.</summary>
    public int RecordsPerBatch { get; init; } = DefaultRecordsPerBatch;

    /// <summary>
    /// Whether batches end where records say so (<see cref="ContentBorders"/>); they have that many records on average then.
    /// </summary>
    public bool BordersByContent { get; init; }

    /// <summary>Where the data come from, in the provider's words.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What was done to the data before, first step first, in the provider's words.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>How batches are protected that not everybody may read; null for open ones.</summary>
    public CustodyOptions? Custody { get; init; }

    /// <summary>Who will be able to read the batches.</summary>
    public BatchTier Tier => Custody?.Tier ?? BatchTier.Open;

    /// <summary>Whether manifests carry a <see cref="ContentSketch"/>: rules 9 ask for it, older ones know none.</summary>
    public bool Sketched { get; init; } = true;

    /// <summary>What records are bound to (<see cref="RecordPlaces"/>); null for nothing, as rules 8 and before know none.</summary>
    public SourceFiles? Files { get; init; }

    /// <summary>Batches built at once, beside the thread that reads. Has no influence on the results.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ArgumentException">Names the option that cannot be.</exception>
    public void Validate()
    {
        Expect(
            Dataset.Length is > 0 and <= BatchManifest.DatasetLengthLimit, nameof(Dataset),
            $"has 1 to {BatchManifest.DatasetLengthLimit} characters");
        Expect(
            RecordsPerBatch is > 0 and <= ContentFormat.RecordLimit, nameof(RecordsPerBatch),
            $"lies between 1 and {ContentFormat.RecordLimit}");
        Expect(
            Origin.Length <= BatchManifest.OriginLengthLimit, nameof(Origin), $"has at most {BatchManifest.OriginLengthLimit} characters");
        Expect(Steps.Count <= BatchManifest.StepLimit, nameof(Steps), $"are at most {BatchManifest.StepLimit}");
        Expect(
            Steps.All(step => step.Length <= BatchManifest.StepLengthLimit), nameof(Steps),
            $"have at most {BatchManifest.StepLengthLimit} characters each");
        Expect(Threads > 0, nameof(Threads), "is at least 1");
    }

    private static void Expect(bool holds, string option, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{option} {rule}.");
        }
    }
}
