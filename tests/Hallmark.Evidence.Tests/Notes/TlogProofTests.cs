using System.Text;
using Hallmark.Evidence.Notes;

namespace Hallmark.Evidence.Tests.Notes;

public sealed class TlogProofTests
{
    private static readonly EcdsaNoteSigner Log = new(Checkpoint.OriginOf(Samples.Ledger), Samples.Authority);
    private static readonly NoteVerifier LogKey = new(Log.Key);

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(2, 1, "")]
    [InlineData(300, 123, "extra data")]
    public void A_proof_reads_back_and_proves_its_entry(int size, int index, string? extra)
    {
        (byte[][] entries, TlogProof proof) = Make(size, index, extra);
        var back = TlogProof.Read(proof.ToBytes());
        Assert.Equal(proof.ToBytes(), back.ToBytes());
        Assert.Equal(proof.Extra, back.Extra);
        Assert.Equal(TlogProofStatus.Logged, back.Check(entries[index], Log.Key.Name, LogKey));
        Assert.Equal(TlogProofStatus.BadProof, back.Check("another entry"u8, Log.Key.Name, LogKey));
    }

    [Fact]
    public void The_text_is_laid_out_as_published()
    {
        (_, TlogProof proof) = Make(3, 2, "x");
        string text = Encoding.UTF8.GetString(proof.ToBytes());
        Assert.Equal(
            $"c2sp.org/tlog-proof@v1\nextra eA==\nindex 2\n{Convert.ToBase64String(proof.Path[0].ToArray())}\n"
                + $"\n{Encoding.UTF8.GetString(proof.Note.ToBytes())}", text);
    }

    [Fact]
    public void Another_log_another_key_and_another_place_are_told_apart()
    {
        (byte[][] entries, TlogProof proof) = Make(5, 3, null);
        Assert.Equal(TlogProofStatus.OtherLog, proof.Check(entries[3], "hallmark.ledger/other", LogKey));
        using var stranger = new NoteVerifier(NoteKey.Of(Log.Key.Name, Samples.Other.PublicKey));
        Assert.Equal(TlogProofStatus.NotSigned, proof.Check(entries[3], Log.Key.Name, stranger));
        Assert.Equal(TlogProofStatus.BadProof, (proof with { Index = new EntryIndex(2) }).Check(entries[3], Log.Key.Name, LogKey));
        Assert.Equal(TlogProofStatus.BadProof, (proof with { Index = new EntryIndex(9) }).Check(entries[3], Log.Key.Name, LogKey));
        TlogProof noCheckpoint = proof with { Note = SignedNote.Sign("a letter\n", Log) };
        Assert.Equal(TlogProofStatus.OtherLog, noCheckpoint.Check(entries[3], Log.Key.Name, LogKey));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2")]
    [InlineData("index 1", "index 01")]
    [InlineData("index 1", "index -1")]
    [InlineData("index 1", "Index 1")]
    [InlineData("index 1\n", "")]
    [InlineData("index 1", "extra ?\nindex 1")]
    [InlineData("index 1", "index 1\nindex 1")]
    [InlineData("index 1\n", "index 1\nAAAA\n")]
    [InlineData("\n\n", "\n")]
    public void What_is_no_proof_is_refused(string good, string bad)
    {
        (_, TlogProof proof) = Make(2, 1, null);
        string text = Encoding.UTF8.GetString(proof.ToBytes());
        Assert.Throws<MalformedException>(() => TlogProof.Read(Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal))));
    }

    [Fact]
    public void A_path_longer_than_any_tree_is_refused()
    {
        (_, TlogProof proof) = Make(2, 1, null);
        TlogProof longer = proof with { Path = [.. Enumerable.Repeat(proof.Path[0], 64)] };
        Assert.Equal("tlog-proof path", Assert.Throws<MalformedException>(() => TlogProof.Read(longer.ToBytes())).Field);
    }

    private static (byte[][] Entries, TlogProof Proof) Make(int size, int index, string? extra)
    {
        (byte[][] entries, Digest[] leaves, BlockHeader header, _) = Samples.Sealed(size);
        SignedNote note = SignedNote.Sign(Checkpoint.Of(header).ToText(), Log);
        return (entries, new TlogProof(new EntryIndex((ulong)index), MerkleTree.InclusionPath(leaves, index), note,
            extra is null ? null : Encoding.UTF8.GetBytes(extra)));
    }
}
