using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger.Publishing;

namespace Hallmark.Ledger.Tests.Publishing;

/// <summary>Static files that were lost, cut or changed: the writer makes lost ones again, the reader refuses them by name.</summary>
public sealed class StaticLogDamageTests
{
    private static readonly string[] Derived =
    [
        "seal", "tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001",
        "tile/entries/002.p/188",
    ];

    public static TheoryData<string> DerivedFiles => [.. Derived];

    public static TheoryData<string> AllFiles => [.. Derived, "checkpoint"];

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_lost_file_is_refused_and_made_again_as_it_was(string name)
    {
        using StaticWorld world = StaticWorld.Published();
        SortedDictionary<string, string> before = world.Files(file => file != "checkpoint");
        File.Delete(world.PathOf(name));
        RefusesNaming(world, name);
        StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
        Assert.Equal(before, world.Files(file => file != "checkpoint"));
        ReadAll(world);
    }

    [Theory]
    [MemberData(nameof(DerivedFiles))]
    public void A_cut_or_lengthened_file_is_refused_and_made_again_as_it_was(string name)
    {
        using StaticWorld world = StaticWorld.Published();
        SortedDictionary<string, string> before = world.Files(file => file != "checkpoint");
        byte[] whole = File.ReadAllBytes(world.PathOf(name));
        foreach (byte[] bad in new[] { [], whole[..1], whole[..^1], [.. whole, 0] })
        {
            File.WriteAllBytes(world.PathOf(name), bad);
            RefusesNaming(world, name);
            StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
            Assert.Equal(before, world.Files(file => file != "checkpoint"));
        }
        ReadAll(world);
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_changed_byte_is_refused_by_the_files_name(string name)
    {
        using StaticWorld world = StaticWorld.Published();
        byte[] whole = File.ReadAllBytes(world.PathOf(name));
        var random = new Random(17);
        for (int round = 0; round < 40; round++)
        {
            int at = round == 0 ? 0 : round == 1 ? whole.Length - 1 : random.Next(whole.Length);
            byte[] changed = [.. whole];
            changed[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(world.PathOf(name), changed);
            if (name != "checkpoint" || IsOurs(changed))
            {
                RefusesNaming(world, name);
            }
        }
    }

    [Fact]
    public void A_signature_line_that_is_damaged_or_gone_is_made_again()
    {
        using StaticWorld world = StaticWorld.Published();
        string path = world.PathOf("checkpoint");
        string good = File.ReadAllText(path);
        string[] lines = good.TrimEnd('\n').Split('\n');
        for (int line = lines.Length - 2; line < lines.Length; line++)
        {
            char other = lines[line][^9] == 'A' ? 'B' : 'A'; // within the signature, of either kind
            string damaged = lines[line][..^9] + other + lines[line][^8..];
            foreach (string[] left in (string[][])[[.. lines[..line], damaged, .. lines[(line + 1)..]],
                [.. lines[..line], .. lines[(line + 1)..]]])
            {
                File.WriteAllText(path, string.Join('\n', left) + "\n");
                StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
                var note = SignedNote.Read(File.ReadAllBytes(path));
                foreach (INoteSigner signer in (INoteSigner[])[StaticWorld.Authority, StaticWorld.Log])
                {
                    using var verifier = new NoteVerifier(signer.Key);
                    Assert.Equal(NoteStatus.Signed, note.Verify(verifier).Status);
                }
            }
        }
    }

    [Fact]
    public void A_checkpoint_that_the_authority_signed_under_another_origin_line_is_refused()
    {
        using StaticWorld world = StaticWorld.Published();
        var ours = Checkpoint.Of(StaticWorld.View.Last);
        foreach (string origin in (string[])[Checkpoint.OriginOf(Digest.Of("another ledger"u8)), "hallmark.ledger",
            StaticWorld.Origin + " "])
        {
            Checkpoint other = ours with { Origin = origin };
            File.WriteAllBytes(
                world.PathOf("checkpoint"), SignedNote.Sign(other.ToText(), StaticWorld.Authority, StaticWorld.Log).ToBytes());
            RefusesNaming(world, "not of ledger");
        }
    }

    [Fact]
    public void The_first_publishing_of_a_process_makes_again_what_was_changed()
    {
        using StaticWorld world = StaticWorld.Published();
        SortedDictionary<string, string> before = world.Files(file => file != "checkpoint");
        foreach (string name in Derived)
        {
            byte[] bytes = File.ReadAllBytes(world.PathOf(name));
            bytes[^1] ^= 1;
            File.WriteAllBytes(world.PathOf(name), bytes);
        }
        StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
        Assert.Equal(before, world.Files(file => file != "checkpoint"));
        ReadAll(world);
    }

    [Fact]
    public void Held_against_its_ledger_each_changed_lost_or_strange_file_is_named()
    {
        using StaticWorld world = StaticWorld.Published();
        Assert.Equal([".publishing"], Examine(world).Select(fault => fault.Name));
        foreach (string name in (string[])["checkpoint", .. Derived])
        {
            byte[] good = File.ReadAllBytes(world.PathOf(name));
            byte[] changed = [.. good];
            changed[changed.Length / 2] ^= 1;
            File.WriteAllBytes(world.PathOf(name), changed);
            Assert.Contains(Examine(world), fault => fault.Name == name && fault.Kind == PublishedFaultKind.Altered);
            File.Delete(world.PathOf(name));
            Assert.Equal([".publishing", name], Examine(world).Select(fault => fault.Name).Order(StringComparer.Ordinal));
            File.WriteAllBytes(world.PathOf(name), good);
        }
        foreach (string name in (string[])["tile/note", "tile/0/x000/000", "tile/8/000", "note"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(world.PathOf(name))!);
            File.WriteAllText(world.PathOf(name), "mine");
        }
        Directory.CreateDirectory(world.PathOf("tile/2"));
        File.WriteAllBytes(world.PathOf("tile/2/000"), new byte[256 * Digest.Size]);
        ILookup<PublishedFaultKind, string> found = Examine(world).ToLookup(fault => fault.Kind, fault => fault.Name);
        Assert.Equal(
            ["note", "tile/0/x000/000", "tile/8/000", "tile/note"], found[PublishedFaultKind.Stray].Order(StringComparer.Ordinal));
        Assert.Equal(["tile/2/000"], found[PublishedFaultKind.Altered]);
    }

    [Fact]
    public void Without_a_checkpoint_nothing_that_lies_there_is_trusted()
    {
        using StaticWorld world = StaticWorld.Published();
        SortedDictionary<string, string> before = world.Files(file => file != "checkpoint");
        File.Delete(world.PathOf("checkpoint"));
        File.WriteAllBytes(world.PathOf("tile/0/000"), new byte[256 * Digest.Size]);
        StaticWorld.Publish(new StaticLogWriter(world.Folder), StaticWorld.View);
        Assert.Equal(before, world.Files(file => file != "checkpoint"));
    }

    [Fact]
    public void Swapped_entries_and_swapped_tiles_are_found()
    {
        using StaticWorld world = StaticWorld.Published();
        foreach (string kind in new[] { "0", "entries" })
        {
            string first = world.PathOf($"tile/{kind}/000");
            string second = world.PathOf($"tile/{kind}/001");
            (byte[] a, byte[] b) = (File.ReadAllBytes(first), File.ReadAllBytes(second));
            File.WriteAllBytes(first, b);
            File.WriteAllBytes(second, a);
            RefusesNaming(world, $"tile/{kind}/000");
            File.WriteAllBytes(first, a);
            File.WriteAllBytes(second, b);
        }
        ReadAll(world);
    }

    [Fact]
    public void A_folder_without_a_checkpoint_is_no_published_ledger()
    {
        using var world = new StaticWorld();
        RefusesNaming(world, "checkpoint");
    }

    /// <summary>
    /// Not where the change hit the signature line of a key that the reader does not know: that line is not its to judge.
    /// </summary>
    private static bool IsOurs(byte[] checkpoint)
    {
        try
        {
            var note = Evidence.Notes.SignedNote.Read(checkpoint);
            using var authority = new Evidence.Notes.NoteVerifier(StaticWorld.Authority.Key);
            return note.Verify(authority).Status != Evidence.Notes.NoteStatus.Signed;
        }
        catch (MalformedException)
        {
            return true;
        }
    }

    private static void RefusesNaming(StaticWorld world, string name)
    {
        var e = Assert.Throws<LedgerDamagedException>(() => ReadAll(world));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<PublishedFault> Examine(StaticWorld world) =>
        [.. new StaticLogExamination(new RegularFiles(world.Folder), StaticWorld.View, StaticWorld.Log.Key.PublicKey, default).Run()];

    private static void ReadAll(StaticWorld world)
    {
        var reader = new StaticLogReader(world.Folder);
        Assert.Equal(StaticWorld.Entries, reader.Entries().Count());
        reader.Receipt(new EntryIndex(3));
        reader.ConsistencyReceipt(new TreeSize(300));
    }
}
