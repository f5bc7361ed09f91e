using Hallmark.Evidence.Notes;
using Hallmark.Ledger.Publishing;

namespace Hallmark.Ledger.Tests.Publishing;

/// <summary>Witnesses' signatures under a published checkpoint.</summary>
public sealed class AddedSignaturesTests
{
    private static readonly Ed25519Key Cosigner = Ed25519Key.Create();

    [Fact]
    public void They_stay_while_the_checkpoint_does_and_take_the_place_of_older_ones()
    {
        using StaticWorld world = StaticWorld.Published();
        var writer = new StaticLogWriter(world.Folder);
        string text = Note(world).Text;
        NoteSignature first = Cosignature.Sign(Cosigner, "w.example", text, 1);
        NoteSignature other = Cosignature.Sign(Cosigner, "v.example", text, 1);
        NoteSignature later = Cosignature.Sign(Cosigner, "w.example", text, 2);
        Assert.True(writer.AddSignatures(text, first, other));
        Assert.Equal([first.ToLine(), other.ToLine()], Lines(world));
        Assert.True(writer.AddSignatures(text, later));
        Assert.Equal([other.ToLine(), later.ToLine()], Lines(world));
        StaticWorld.Publish(writer, StaticWorld.View);
        StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
        Assert.Equal([other.ToLine(), later.ToLine()], Lines(world));
        Assert.Equal(text, new StaticLogReader(world.Folder).Note.Text);
    }

    [Fact]
    public void They_do_not_come_under_another_checkpoint_or_none()
    {
        using StaticWorld world = StaticWorld.Published();
        var files = world.Files();
        const string text = "elsewhere\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
        NoteSignature cosignature = Cosignature.Sign(Cosigner, "w.example", text, 1);
        Assert.False(new StaticLogWriter(world.Folder).AddSignatures(text, cosignature));
        Assert.Equal(files, world.Files());
        using var empty = new StaticWorld();
        Assert.False(new StaticLogWriter(empty.Folder).AddSignatures(text, cosignature));
        Assert.Equal([".publishing"], empty.Files().Keys);
    }

    private static SignedNote Note(StaticWorld world) => SignedNote.Read(File.ReadAllBytes(world.PathOf("checkpoint")));

    /// <summary>Without the ledger's own two.</summary>
    private static IEnumerable<string> Lines(StaticWorld world) => Note(world).Signatures.Skip(2).Select(signature => signature.ToLine());
}
