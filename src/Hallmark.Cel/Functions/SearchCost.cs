using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>What looking for one text in another costs: it may take the product of their lengths, many characters at a time.</summary>
internal static class SearchCost
{
    private const int AtOnce = 64;

    public static void Pay(string text, string part, ref Frame frame) =>
        frame.Work((long)text.Length * part.Length / AtOnce);
}
