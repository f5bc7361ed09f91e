using System.Text;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Tests;

/// <summary>The trust root: a text that is read back as it was written, or refused by the name of its line.</summary>
public sealed class TrustRootTests : IDisposable
{
    private readonly KeySigner _ledger = KeySigner.Create();
    private readonly Ed25519Key _witness = Ed25519Key.Create();
    private readonly Ed25519Key _other = Ed25519Key.Create();

    [Fact]
    public void A_trust_root_is_read_back_as_it_was_written()
    {
        TrustRoot root = TrustRoot.Of(Digest.Of("ledger"u8), _ledger.PublicKey, [KeyOf("w/1", _witness), KeyOf("w/2", _other)], 1);
        TrustRoot read = Read(root.ToText());
        Assert.Equal(root.ToText(), read.ToText());
        Assert.Equal((root.Ledger, root.Key, 1), (read.Ledger, read.Key, read.WitnessesNeeded));
        Assert.Equal(root.Witnesses, read.Witnesses);
        Assert.StartsWith($"hallmark-trust v1\nledger {root.Ledger}\nkey ", root.ToText());
        Assert.Empty(Read(new TrustRoot(root.Ledger, root.Key).ToText()).Witnesses);
    }

    [Fact]
    public void A_faulty_line_is_named()
    {
        string good = TrustRoot.Of(Digest.Of("ledger"u8), _ledger.PublicKey, [KeyOf("w/1", _witness)], 1).ToText();
        string witness = good.Split('\n')[4];
        Refused("trust: ", good.Replace("v1", "v2", StringComparison.Ordinal));
        Refused("trust: ", good[..^1]);
        Refused("trust: ", good.Replace("\n", "\r\n", StringComparison.Ordinal));
        Refused("trust: ", new string('x', TrustRoot.MaxBytes + 1));
        Refused("trust ledger: is not a ledger id", good.Replace("ledger ", "ledger 0", StringComparison.Ordinal));
        Refused("trust ledger: is missing", good.Replace("ledger ", "ledgers ", StringComparison.Ordinal));
        Refused("trust key: is not base64", good.Replace("key ", "key *", StringComparison.Ordinal));
        Refused("key: is not", good.Replace("\nkey ", "\nkey AAAA", StringComparison.Ordinal));
        Refused("trust witnesses: is 2, of 1", good.Replace("witnesses 1", "witnesses 2", StringComparison.Ordinal));
        Refused("trust witnesses: is '01'", good.Replace("witnesses 1", "witnesses 01", StringComparison.Ordinal));
        Refused("trust witness: is not name", good.Replace("witness w/1+", "witness w/1-", StringComparison.Ordinal));
        Refused("trust witness: has one key twice", $"{good}witness {KeyOf("w/2", _witness)}\n");
        Refused("is not a witness's key", good.Replace(witness, $"witness {NoteKey.Of("w", _ledger.PublicKey)}", StringComparison.Ordinal));
        Refused("more than 32", good + string.Concat(Enumerable.Repeat(witness + "\n", TrustRoot.MaxWitnesses)));
    }

    [Fact]
    public void A_trust_root_cut_off_anywhere_is_refused_or_asks_for_more_witnesses_than_it_names()
    {
        string good = TrustRoot.Of(Digest.Of("ledger"u8), _ledger.PublicKey, [KeyOf("w/1", _witness)], 1).ToText();
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<MalformedException>(() => Read(good[..length]));
        }
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _witness.Dispose();
        _other.Dispose();
    }

    private static NoteKey KeyOf(string name, Ed25519Key key) => Cosignature.KeyOf(name, key);

    private static TrustRoot Read(string text) => TrustRoot.Read(Encoding.UTF8.GetBytes(text));

    private static void Refused(string message, string text) =>
        Assert.Contains(message, Assert.Throws<MalformedException>(() => Read(text)).Message);
}
