namespace Hallmark.Features;

/// <summary>
/// The words of a text, as <see cref="HashedText"/> counts them: runs of ASCII letters and digits, letters made small, and of characters
/// beyond ASCII as they are.
/// </summary>
public static class TextWords
{
    /// <summary>In their order, with those that come again.</summary>
    public static IEnumerable<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool inWord = i < text.Length && Folded(text[i]) is not null;
            if (inWord && start < 0)
            {
                start = i;
            }
            else if (!inWord && start >= 0)
            {
                yield return string.Create(i - start, (text, start), static (word, from) =>
                {
                    for (int at = 0; at < word.Length; at++)
                    {
                        word[at] = Folded(from.text[from.start + at])!.Value;
                    }
                });
                start = -1;
            }
        }
    }

    /// <summary>The character as it counts in a word; null where it is between words.</summary>
    internal static char? Folded(char c) => c switch
    {
        >= 'a' and <= 'z' or >= '0' and <= '9' or > '\x7F' => c,
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        _ => null,
    };
}
