namespace Hallmark.Operations.Homes;

/// <summary>
/// A file of a home is not what Hallmark wrote there: the home is damaged, however it is asked. Contrast a file that a user names, which is
/// wrong input.
/// </summary>
/// <param name="path">Which file.</param>
/// <param name="reason">The rest of a sentence about it.</param>
public sealed class HomeFileException(string path, string reason) : Exception($"{path}: {reason}");
