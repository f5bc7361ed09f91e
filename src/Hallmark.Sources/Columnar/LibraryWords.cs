using System.Text;

namespace Hallmark.Sources.Columnar;

/// <summary>What a library says of a file, for messages.</summary>
internal static class LibraryWords
{
    private const int LengthLimit = 160;

    /// <summary>What goes before the words of a library that is native: the name of a type, which says nothing to people.</summary>
    private const string NativeMessage = "(message: '";

    /// <summary>The first line of it, short and printable, without a full stop.</summary>
    public static string Of(Exception e)
    {
        string text = e.Message.Split('\n')[0];
        int native = text.IndexOf(NativeMessage, StringComparison.Ordinal);
        text = native < 0 ? text : text[(native + NativeMessage.Length)..];
        var words = new StringBuilder();
        foreach (char c in text.Take(LengthLimit))
        {
            words.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        }
        return words.ToString().Trim('?', ' ', '.', '\'', ')');
    }
}
