using System.Text;
using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Tests.Notes;

/// <summary>Checkpoints, cosignatures under them, and the proofs that carry them.</summary>
public sealed class CheckpointTests
{
    private const string Root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Fact]
    public void A_checkpoint_of_a_header_has_three_lines_under_the_ledgers_name()
    {
        var checkpoint = Checkpoint.Of(Samples.Header);
        Assert.Equal(
            $"hallmark.ledger/{Samples.Ledger}\n307\n{Convert.ToBase64String(Samples.Header.TreeRoot.ToArray())}\n", checkpoint.ToText());
        Assert.Equal(checkpoint.ToText(), Checkpoint.Read(checkpoint.ToText()).ToText());
    }

    [Fact]
    public void Extension_lines_are_kept()
    {
        const string text = "log\n5\n" + Root + "\nTimestamp: 1\nmore of it\n";
        var checkpoint = Checkpoint.Read(text);
        Assert.Equal(["Timestamp: 1", "more of it"], checkpoint.Extensions);
        Assert.Equal(text, checkpoint.ToText());
        Assert.Equal(("log", 5ul, MerkleTree.EmptyRoot), (checkpoint.Origin, checkpoint.Size.Value, checkpoint.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("log\n5\n")]
    [InlineData("log\n5\n" + Root)]
    [InlineData("\n5\n" + Root + "\n")]
    [InlineData("log\n\n" + Root + "\n")]
    [InlineData("log\n05\n" + Root + "\n")]
    [InlineData("log\n+5\n" + Root + "\n")]
    [InlineData("log\n 5\n" + Root + "\n")]
    [InlineData("log\n-5\n" + Root + "\n")]
    [InlineData("log\n5.0\n" + Root + "\n")]
    [InlineData("log\n18446744073709551616\n" + Root + "\n")]
    [InlineData("log\n5\n" + Root + "=\n")]
    [InlineData("log\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n")]
    [InlineData("log\n5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")]
    [InlineData("log\n5\n" + Root + "\n\n")]
    [InlineData("log\n5\n" + Root + "\n\nmore\n")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.Throws<MalformedException>(() => Checkpoint.Read(text));

    [Fact]
    public void A_cosignature_states_its_time_and_holds_for_the_whole_text_only()
    {
        using var key = Ed25519Key.FromSeed(new byte[32]);
        string text = Checkpoint.Of(Samples.Header).ToText();
        NoteSignature signature = Cosignature.Sign(key, "witness.example/w1", text, 1_679_315_147);
        Assert.Equal(1_679_315_147, Cosignature.TimeOf(signature));
        using var verifier = new NoteVerifier(Cosignature.KeyOf("witness.example/w1", key));
        Assert.True(verifier.Knows(signature) && verifier.Verify(text, signature));
        Assert.False(verifier.Verify(text + "extension\n", signature));
        byte[] bytes = signature.Bytes.ToArray();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.False(verifier.Verify(text, signature with { Bytes = changed }));
        }
        Assert.False(verifier.Verify(text, signature with { Bytes = bytes.AsMemory(8) }));
        // Bytes signed for one purpose must not pass for another.
        Assert.False(verifier.Verify(text, signature with { Bytes = (byte[])[.. bytes[..8], .. key.Sign(Encoding.UTF8.GetBytes(text))] }));
    }

    [Fact]
    public void A_published_cosignature_states_its_time()
    {
        SignedNote note = SignedNote.Read(Encoding.UTF8.GetBytes(PublishedNotes.WitnessedNote));
        Assert.Equal(0x6a122120, Cosignature.TimeOf(note.Signatures[^1]));
        Assert.Throws<MalformedException>(() => Cosignature.TimeOf(note.Signatures[1]));
        NoteSignature far = note.Signatures[^1] with { Bytes = (byte[])[0x80, .. note.Signatures[^1].Bytes.Span[1..]] };
        Assert.Throws<MalformedException>(() => Cosignature.TimeOf(far));
    }
}
