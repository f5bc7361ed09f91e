namespace Hallmark.Evidence;

/// <summary>
/// Outside bytes that do not follow their format. Thrown inside codecs and turned into a closed result (or an exit code) by
/// whoever took the bytes in; <see cref="Field"/> names the place, <see cref="Reason"/> says what is wrong there.
/// </summary>
public sealed class MalformedException(string field, string reason) : Exception($"{field}: {reason}")
{
    public string Field { get; } = field;

    public string Reason { get; } = reason;

    /// <summary>Outside text made fit for a message: at most 64 characters, nothing that moves a terminal's cursor.</summary>
    public static string Printable(string text) =>
        string.Concat((text.Length <= 64 ? text : text[..64] + "…").Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
