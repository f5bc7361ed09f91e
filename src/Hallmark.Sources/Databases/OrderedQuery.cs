namespace Hallmark.Sources.Databases;

/// <summary>
/// A query whose records come in the order that it states: without one a database gives them as it likes, and the same query would make
/// other batches each time. Whether the order leaves ties nobody can see from the query; whoever writes it has to order by what is unique.
/// </summary>
internal static class OrderedQuery
{
    /// <summary>What is wrong with a query, as the end of a sentence; null where nothing is.</summary>
    public static string? Problem(string query)
    {
        string[] words = [.. OutermostWords(query)];
        bool reads = words.Length > 0 && words[0] is "SELECT" or "WITH" or "VALUES" or "TABLE";
        int order = Array.LastIndexOf(words, "ORDER");
        return !reads ? "does not begin with SELECT"
            : words.Index().Any(pair => pair.Item == ";" && pair.Index < words.Length - 1) ? "is more than one statement"
            : order < 0 || order + 1 >= words.Length || words[order + 1] != "BY"
                ? "has no ORDER BY of its own: without one the database gives its records in any order"
            : null;
    }

    /// <summary>Words and semicolons that stand neither in brackets nor in quotes nor in comments, in capitals.</summary>
    private static IEnumerable<string> OutermostWords(string query)
    {
        int depth = 0;
        for (int i = 0; i < query.Length;)
        {
            int end = EndOf(query, i);
            if (query[i] is '(' or ')')
            {
                depth += query[i] == '(' ? 1 : -1;
            }
            else if (depth == 0 && (query[i] == ';' || char.IsLetter(query[i])))
            {
                yield return query[i..end].ToUpperInvariant();
            }
            i = end;
        }
    }

    /// <summary>Where what begins at a place ends.</summary>
    private static int EndOf(string query, int start)
    {
        if (char.IsLetter(query[start]) || query[start] == '_')
        {
            int end = start;
            while (end < query.Length && (char.IsLetterOrDigit(query[end]) || query[end] is '_' or '$'))
            {
                end++;
            }
            return end;
        }
        string? close = query[start] switch
        {
            '\'' or '"' or '`' => query[start].ToString(),
            '[' => "]",
            '-' when query.AsSpan(start).StartsWith("--") => "\n",
            '/' when query.AsSpan(start).StartsWith("/*") => "*/",
            _ => null,
        };
        if (close is null)
        {
            return start + 1;
        }
        int inside = Math.Min(query.Length, start + (close == "*/" ? 2 : 1));
        int closed = query.IndexOf(close, inside, StringComparison.Ordinal);
        return closed < 0 ? query.Length : closed + close.Length;
    }
}
