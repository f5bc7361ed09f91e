namespace Hallmark.Evidence.Notes;

/// <summary>
/// What a log commits to (C2SP tlog-checkpoint): the text of a note whose lines are origin, tree size in decimal, base64 root, and
/// extension lines that Hallmark writes none of and keeps as they are.
/// </summary>
public sealed record Checkpoint(string Origin, TreeSize Size, Digest Root)
{
    private const string Prefix = "hallmark.ledger/";

    /// <summary>Extension lines, kept as they are; none is empty or holds a line's end.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Name of a ledger's log and of the keys that sign its checkpoints.</summary>
    public static string OriginOf(Digest ledger) => Prefix + ledger;

    /// <summary>The ledger whose log has this name; null where it is another log's.</summary>
    public static Digest? LedgerOf(string origin) =>
        origin.StartsWith(Prefix, StringComparison.Ordinal) && Digest.TryParse(origin[Prefix.Length..], out Digest ledger)
            && OriginOf(ledger) == origin
            ? ledger
            : null;

    public static Checkpoint Of(BlockHeader header) => new(OriginOf(header.Ledger), header.Size, header.TreeRoot);

    public string ToText() => $"{Origin}\n{Size}\n{NoteText.Base64(Root)}\n{string.Concat(Extensions.Select(line => line + "\n"))}";

    /// <exception cref="MalformedException">Not such a text; names the line.</exception>
    public static Checkpoint Read(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length < 4 || lines[^1].Length > 0)
        {
            throw new MalformedException("checkpoint", "is not at least three whole lines");
        }
        if (lines[..^1].Any(line => line.Length == 0))
        {
            throw new MalformedException("checkpoint", "has an empty line");
        }
        return new Checkpoint(
            lines[0],
            new TreeSize(NoteText.Number(lines[1]) ?? throw Bad("size", lines[1], "a decimal number")),
            NoteText.Base64Digest(lines[2]) ?? throw Bad("root", lines[2], "base64 of 32 bytes"))
        {
            Extensions = lines[3..^1],
        };
    }

    private static MalformedException Bad(string line, string found, string expected) =>
        new($"checkpoint {line}", $"is '{MalformedException.Printable(found)}', not {expected}");
}
