namespace Hallmark.Quality.Backdoors;

/// <summary>A content that makes records of other classes carry one label: what a backdoor is in the data.</summary>
/// <param name="Features">Where it is: indexes of features, ascending. Empty if it moves.</param>
/// <param name="Content">What it is there: the value of each of these features, in the middle of the carriers if they vary.</param>
/// <param name="Target">The label of its carriers.</param>
/// <param name="Records">The carriers to be removed, ascending.</param>
/// <param name="OtherCarriers">Records of other labels that have the content as well, and are not accused.</param>
/// <param name="LookElsewhere">Share of the carriers examined that look like another class than their label where the patch is not.</param>
/// <param name="ControlsLookElsewhere">The same share among records of that label without the patch.</param>
/// <param name="PValue">Chance of so large a difference without a backdoor, corrected for all contents examined.</param>
public sealed record Patch(
    int[] Features,
    float[] Content,
    int Target,
    int[] Records,
    int OtherCarriers,
    double LookElsewhere,
    double ControlsLookElsewhere,
    double PValue);

/// <summary>What a search for triggers gives.</summary>
/// <param name="Patches">The strongest first.</param>
/// <param name="Records">All records accused by any of them, ascending.</param>
/// <param name="Examined">Contents whose carriers were compared with others of their label.</param>
public sealed record PatchReport(IReadOnlyList<Patch> Patches, int[] Records, int Examined)
{
    internal static PatchReport Of(IReadOnlyList<Patch> patches, int examined) =>
        new(patches, [.. patches.SelectMany(patch => patch.Records).Distinct().Order()], examined);
}
