namespace Hallmark.Evidence.Notes;

/// <summary>Merkle paths as text: base64, a hash on each line.</summary>
internal static class HashLines
{
    /// <exception cref="MalformedException">Too many lines, or one that is not base64 of 32 bytes.</exception>
    public static Digest[] Read(ReadOnlySpan<string> lines, int limit, string field)
    {
        if (lines.Length > limit)
        {
            throw new MalformedException(field, $"has {lines.Length} lines, more than {limit}");
        }
        var hashes = new Digest[lines.Length];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = NoteText.Base64Digest(lines[i])
                ?? throw new MalformedException(field, $"has '{MalformedException.Printable(lines[i])}', not base64 of 32 bytes");
        }
        return hashes;
    }
}
