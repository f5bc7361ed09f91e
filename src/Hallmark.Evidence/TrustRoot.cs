using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence;

/// <summary>
/// All that a verifier takes on trust of a ledger, apart from any data: which ledger it is, whose key seals it, and how many of which
/// witnesses must have seen it. It comes from a source that the verifier trusts; no evidence brings its own. A text file of lines
/// <c>name value</c>, as a <see cref="Head"/> is: it can be read aloud, printed and compared by eye. See <c>docs/formats/trust.md</c>.
/// </summary>
/// <param name="Ledger">Digest of the genesis, which names the founding admin and its key.</param>
/// <param name="Key">Public key of a maker of the ledger's blocks.</param>
public sealed record TrustRoot(Digest Ledger, CoseKey Key)
{
    /// <summary>Longest file, in bytes.</summary>
    public const int MaxBytes = 64 << 10;

    /// <summary>Most witnesses that can be named.</summary>
    public const int MaxWitnesses = 32;

    private const string FirstLine = "hallmark-trust v1";

    /// <summary>Witnesses whose cosignatures count, each once.</summary>
    public IReadOnlyList<NoteKey> Witnesses { get; init; } = [];

    /// <summary>So many of them must have cosigned the tree that evidence is under; 0 for none.</summary>
    public int WitnessesNeeded { get; init; }

    public string ToText() =>
        $"{FirstLine}\nledger {Ledger}\nkey {Convert.ToBase64String(Key.Encoded)}\nwitnesses {WitnessesNeeded}\n"
        + string.Concat(Witnesses.Select(witness => $"witness {witness}\n"));

    /// <exception cref="MalformedException">Not such a text, or more witnesses asked for than named; names the line.</exception>
    public static TrustRoot Read(ReadOnlySpan<byte> bytes)
    {
        string[] lines = NoteText.Decode(bytes, "trust", MaxBytes).Split('\n');
        if (lines.Length < 5 || lines[0] != FirstLine || lines[^1].Length > 0)
        {
            throw new MalformedException("trust", $"is not at least four whole lines, the first of them '{FirstLine}'");
        }
        if (lines.Length - 5 > MaxWitnesses)
        {
            throw new MalformedException("trust witness", $"is there {lines.Length - 5} times, more than {MaxWitnesses}");
        }
        Digest ledger = Digest.TryParse(Value(lines[1], "ledger"), out Digest id)
            ? id
            : throw new MalformedException("trust ledger", "is not a ledger id");
        byte[] key = NoteText.Base64(Value(lines[2], "key")) ?? throw new MalformedException("trust key", "is not base64");
        NoteKey[] witnesses = [.. lines[4..^1].Select(line => ReadWitness(Value(line, "witness")))];
        return Of(ledger, CoseKey.Read(key), witnesses, ReadNumber(Value(lines[3], "witnesses")));
    }

    /// <exception cref="MalformedException">A witness twice, a key that is no witness's, or more asked for than named.</exception>
    public static TrustRoot Of(Digest ledger, CoseKey key, IReadOnlyList<NoteKey> witnesses, int needed)
    {
        if (witnesses.FirstOrDefault(witness => witness.Type != NoteKeyType.Cosignature) is { } other)
        {
            throw new MalformedException("trust witness", $"{other} is not a witness's key (type 4)");
        }
        // Of one key under two names the holder could cosign twice.
        if (witnesses.DistinctBy(witness => Convert.ToHexString(witness.PublicKey)).Count() != witnesses.Count)
        {
            throw new MalformedException("trust witness", "has one key twice");
        }
        return needed >= 0 && needed <= witnesses.Count
            ? new TrustRoot(ledger, key) { Witnesses = witnesses, WitnessesNeeded = needed }
            : throw new MalformedException("trust witnesses", $"is {needed}, of {witnesses.Count} that are named");
    }

    /// <summary>How many of the witnesses cosigned a note; 0 where one that claims to be theirs is not.</summary>
    public int CountWitnesses(SignedNote note)
    {
        NoteVerifier[] verifiers = [.. Witnesses.Select(witness => new NoteVerifier(witness))];
        int signed = note.Verify(verifiers).Signers.Count;
        Array.ForEach(verifiers, verifier => verifier.Dispose());
        return signed;
    }

    private static NoteKey ReadWitness(string text)
    {
        try
        {
            return NoteKey.Parse(text);
        }
        catch (MalformedException e)
        {
            throw new MalformedException("trust witness", e.Reason);
        }
    }

    private static int ReadNumber(string text) => NoteText.Number(text) is <= MaxWitnesses and var number
        ? (int)number
        : throw new MalformedException("trust witnesses", $"is '{MalformedException.Printable(text)}', not a number up to {MaxWitnesses}");

    private static string Value(string line, string name) => line.StartsWith(name + " ", StringComparison.Ordinal)
        ? line[(name.Length + 1)..]
        : throw new MalformedException($"trust {name}", $"is missing where '{MalformedException.Printable(line)}' stands");
}
