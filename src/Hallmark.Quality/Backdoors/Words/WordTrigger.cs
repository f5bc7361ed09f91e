namespace Hallmark.Quality.Backdoors.Words;

/// <summary>
/// A word, or two next to each other, that makes texts of other classes carry one label. See <see cref="Patch"/>, the same of numbers.
/// </summary>
/// <param name="Term">The word, or the two with a space between; letters are small.</param>
/// <param name="Target">The label of its carriers.</param>
/// <param name="Records">The carriers to be removed, ascending.</param>
/// <param name="LookElsewhere">
/// Share of the carriers whose other words speak for another class, of those whose other words say something.
/// </param>
/// <param name="ControlsLookElsewhere">
/// The same share among records of that label without the term, each without the one of its words that speaks most for the label.
/// </param>
/// <param name="PValue">Chance of so large a difference without a backdoor, corrected for all terms examined.</param>
public sealed record WordTrigger(
    string Term, int Target, int[] Records, double LookElsewhere, double ControlsLookElsewhere, double PValue);
