using Hallmark.Operations.Checking;
using Hallmark.Quality.Provenance;

namespace Hallmark.Api;

/// <summary>What was found of where records of a file come from; null where nothing could be told.</summary>
/// <param name="Score">Higher is more suspect, from 0 to 1.</param>
/// <param name="NoiseRate">Estimated share of wrong labels.</param>
/// <param name="P">Chance of such labels or features if the source were like the others.</param>
/// <param name="OutsideLoss">Mean loss of its records under a model trained without it, in nats.</param>
/// <param name="ExpectedOutsideLoss">What that would be if the model were right about itself.</param>
/// <param name="Advice">keep, drop rows, drop provider or cannot tell.</param>
/// <param name="Reason">Why nothing can be told, or what speaks against it besides its labels; null where neither is so.</param>
/// <param name="Value">What one of its rows is worth to the others.</param>
/// <param name="Shapley">What it is worth to them as a whole.</param>
public sealed record CheckedSourceAnswer(
    string Source, int Records, double? Score, bool Suspect, double? NoiseRate, double? NoiseRateLower, double? NoiseRateUpper, double? P,
    double? OutsideLoss, double? ExpectedOutsideLoss, string Advice, string? Reason, double? Value, ShapleyAnswer? Shapley)
{
    public static string NameOf(ProviderAdvice advice) => advice switch
    {
        ProviderAdvice.Keep => "keep",
        ProviderAdvice.DropRows => "drop rows",
        ProviderAdvice.DropProvider => "drop provider",
        _ => "cannot tell",
    };

    internal static CheckedSourceAnswer Of(CheckedSource source)
    {
        ProviderFinding? finding = source.Finding;
        return new CheckedSourceAnswer(
            source.Name, source.Records, source.Score, finding?.Accused ?? false,
            finding is null ? null : Math.Clamp(finding.Noise.Rate, finding.Noise.Lower, finding.Noise.Upper), finding?.Noise.Lower,
            finding?.Noise.Upper, finding?.P, finding?.Loss, finding?.ExpectedLoss, NameOf(source.Advice), source.Reason, source.RowValue,
            source.Value is { } value ? new ShapleyAnswer(value.Value, value.Lower, value.Upper) : null);
    }
}

/// <summary>A Shapley value; its bounds are the same where it is exact.</summary>
public sealed record ShapleyAnswer(double Value, double Low, double High);

/// <summary>How values of sources were found.</summary>
/// <param name="Neighbours">Votes of the classifier that data are worth something to.</param>
/// <param name="AskedRecords">Records whose labels decide.</param>
/// <param name="Exact">Null where sources themselves have no values.</param>
/// <param name="Refusal">Why some figures are missing; null where all are there.</param>
public sealed record WorthAnswer(int Neighbours, int AskedRecords, bool? Exact, string? Refusal)
{
    internal static WorthAnswer? Of(CheckedFile file) => file.Result.Worth is { } worth
        ? new WorthAnswer(WorthMeasurement.Neighbours, worth.Asked, file.ExactWorth, worth.Refusal)
        : null;
}
