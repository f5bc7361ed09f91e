using Hallmark.Evidence;

namespace Hallmark.Contracts;

/// <summary>
/// Names of members, datasets, purposes and the like: 1 to 64 of a–z, 0–9, '.', '_' and '-', starting with a letter or digit.
/// </summary>
public static class Names
{
    public const string Rule = "1 to 64 of a-z, 0-9, '.', '_', '-', starting with a letter or digit";

    public static bool IsValid(string name) =>
        name.Length is >= 1 and <= 64 && IsAlphanumeric(name[0]) && name.All(c => IsAlphanumeric(c) || c is '.' or '_' or '-');

    /// <exception cref="MalformedException">Not such a name.</exception>
    public static string Name(this CborMap map, string key)
    {
        string name = map.Text(key, 64);
        return IsValid(name) ? name : throw new MalformedException(key, $"is not a name ({Rule})");
    }

    private static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
