using System.Text;
using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Tests.Notes;

public sealed class SignedNoteTests
{
    private static readonly Ed25519Key Key = Ed25519Key.FromSeed(new byte[32]);
    private static readonly Ed25519NoteSigner Signer = new("log.example", Key);
    private static readonly NoteVerifier Verifier = new(Signer.Key);
    private static readonly EcdsaNoteSigner EcdsaSigner = new("log.example", Samples.Authority);
    private static readonly NoteVerifier EcdsaVerifier = new(EcdsaSigner.Key);

    [Theory]
    [InlineData(PublishedNotes.GoNote, PublishedNotes.GoKey)]
    [InlineData(PublishedNotes.SpecNote, PublishedNotes.SpecKey)]
    [InlineData(PublishedNotes.RekorNote, PublishedNotes.RekorKey)]
    [InlineData(PublishedNotes.WitnessedNote, PublishedNotes.WitnessKey)]
    [InlineData(PublishedNotes.WitnessedNote, PublishedNotes.WitnessedLogKey)]
    public void Published_notes_verify_under_their_keys_and_for_no_other_text(string text, string key)
    {
        using var verifier = new NoteVerifier(NoteKey.Parse(key));
        SignedNote note = Read(text);
        Assert.Equal(NoteStatus.Signed, note.Verify(verifier).Status);
        Assert.Equal([verifier.Key], note.Verify(verifier).Signers);
        Assert.Equal(text, Encoding.UTF8.GetString(note.ToBytes()));
        Assert.Equal(NoteStatus.BadSignature, (note with { Text = note.Text + "more\n" }).Verify(verifier).Status);
        Assert.Equal(NoteStatus.NoKnownKey, note.Verify(Verifier).Status);
    }

    [Fact]
    public void The_published_note_comes_out_byte_for_byte()
    {
        using var key = Ed25519Key.FromSeed(Convert.FromBase64String(PublishedNotes.GoPrivateKey).AsSpan(1));
        var signer = new Ed25519NoteSigner("PeterNeumann", key);
        Assert.Equal(PublishedNotes.GoKey, signer.Key.ToText());
        Assert.Equal(PublishedNotes.GoNote, Encoding.UTF8.GetString(SignedNote.Sign(PublishedNotes.GoText, signer).ToBytes()));
    }

    [Fact]
    public void Both_keys_of_a_log_sign_one_note()
    {
        SignedNote note = Read(Encoding.UTF8.GetString(SignedNote.Sign("text\n", Signer, EcdsaSigner).ToBytes()));
        Assert.Equal([Signer.Key, EcdsaSigner.Key], note.Verify(Verifier, EcdsaVerifier).Signers);
        Assert.Equal([EcdsaSigner.Key], note.Verify(EcdsaVerifier).Signers);
    }

    [Fact]
    public void ECDSA_signatures_are_DER_whatever_their_leading_bytes()
    {
        for (int i = 0; i < 600; i++) // r or s begins with a zero byte once in 128
        {
            Assert.True(EcdsaVerifier.Verify($"{i}\n", EcdsaSigner.Sign($"{i}\n")));
        }
    }

    [Fact]
    public void A_broken_ECDSA_signature_is_a_bad_one_and_no_crash()
    {
        SignedNote note = SignedNote.Sign("text\n", EcdsaSigner);
        byte[] good = note.Signatures[0].Bytes.ToArray();
        for (int length = 1; length < good.Length; length++)
        {
            Assert.Equal(NoteStatus.BadSignature, Resigned(note, good[..length]).Verify(EcdsaVerifier).Status);
        }
        for (int i = 0; i < good.Length; i++)
        {
            byte[] changed = [.. good];
            changed[i] ^= 0x81;
            Assert.Equal(NoteStatus.BadSignature, Resigned(note, changed).Verify(EcdsaVerifier).Status);
        }
    }

    [Fact]
    public void A_known_key_that_fails_spoils_the_note_even_beside_one_that_holds()
    {
        SignedNote note = SignedNote.Sign("text\n", Signer, EcdsaSigner);
        SignedNote spoiled = note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = new byte[70] }] };
        Assert.Equal(NoteStatus.BadSignature, spoiled.Verify(Verifier, EcdsaVerifier).Status);
        Assert.Empty(spoiled.Verify(Verifier, EcdsaVerifier).Signers);
        Assert.Equal(NoteStatus.Signed, spoiled.Verify(Verifier).Status); // for whom the other key is unknown
    }

    [Theory]
    [InlineData("log.example", 1u)]
    [InlineData("other.example", 0u)]
    public void Signatures_by_unknown_keys_are_passed_over_even_where_name_or_id_is_known(string name, uint difference)
    {
        SignedNote note = SignedNote.Sign("text\n", Signer);
        SignedNote with = note.With([new NoteSignature(name, Signer.Key.Id ^ difference, new byte[64])]);
        Assert.Equal(NoteStatus.Signed, Read(Encoding.UTF8.GetString(with.ToBytes())).Verify(Verifier).Status);
    }

    [Fact]
    public void The_last_empty_line_parts_text_and_signatures()
    {
        SignedNote note = SignedNote.Sign("a\n\n— not a signature\n\nb\n", Signer);
        SignedNote back = SignedNote.Read(note.ToBytes());
        Assert.Equal(note.Text, back.Text);
        Assert.Equal(NoteStatus.Signed, back.Verify(Verifier).Status);
    }

    [Fact]
    public void A_hundred_signatures_are_read_and_one_more_is_not()
    {
        NoteSignature[] signatures = [.. Enumerable.Range(0, SignedNote.MaxSignatures).Select(
            i => new NoteSignature($"k{i}", 7, new byte[64]))];
        var note = new SignedNote("text\n", signatures);
        Assert.Equal(SignedNote.MaxSignatures, SignedNote.Read(note.ToBytes()).Signatures.Count);
        SignedNote more = note.With([signatures[0]]);
        Assert.Throws<MalformedException>(() => SignedNote.Read(more.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\n")]
    [InlineData("text\n— a AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAA=")]
    [InlineData("text\n\n— a AAAAAAA=\nmore\n")]
    [InlineData("text\n\n- a AAAAAAA=\n")]
    [InlineData("text\n\n—a AAAAAAA=\n")]
    [InlineData("text\n\n— a  AAAAAAA=\n")]
    [InlineData("text\n\n— a AAAAAAA= \n")]
    [InlineData("text\n\n— a AAAAAAA\n")]
    [InlineData("text\n\n— a AAAA\tAAA=\n")]
    [InlineData("text\n\n— a AAAAAAB=\n")]
    [InlineData("text\n\n— a AAAAAA==\n")]
    [InlineData("text\n\n— a+b AAAAAAA=\n")]
    [InlineData("text\n\n—  AAAAAAA=\n")]
    [InlineData("text\n\n— a\u2003b AAAAAAA=\n")]
    [InlineData("te\rxt\n\n— a AAAAAAA=\n")]
    [InlineData("te\0xt\n\n— a AAAAAAA=\n")]
    [InlineData("te\u001bxt\n\n— a AAAAAAA=\n")]
    public void What_is_no_note_is_refused(string text) => Assert.Throws<MalformedException>(() => Read(text));

    [Fact]
    public void Bytes_that_are_no_UTF8_and_notes_without_end_are_refused()
    {
        Assert.Contains(
            "UTF-8", Assert.Throws<MalformedException>(() => SignedNote.Read([0xff, 0x0a, 0x0a])).Reason, StringComparison.Ordinal);
        Assert.Throws<MalformedException>(
            () => SignedNote.Read(Encoding.UTF8.GetBytes(new string('a', SignedNote.MaxBytes) + "\n\n— a AAAAAAA=\n")));
    }

    [Fact]
    public void A_text_that_would_not_read_back_is_not_signed()
    {
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("no end", Signer));
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("a\rb\n", Signer));
    }

    private static SignedNote Read(string text) => SignedNote.Read(Encoding.UTF8.GetBytes(text));

    private static SignedNote Resigned(SignedNote note, byte[] signature) =>
        note with { Signatures = [note.Signatures[0] with { Bytes = signature }] };
}
