using Hallmark.Evidence.Notes;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>Private Ed25519 keys in files of their own, which only the owner may read.</summary>
public static class NoteKeyFile
{
    /// <summary>The key in this file, which is made where there is none.</summary>
    /// <exception cref="HomeFileException">The file holds no such key.</exception>
    public static Ed25519Key FindOrCreate(RegularFiles files, string name)
    {
        if (!files.Has(name))
        {
            Create(files.PathOf(name));
        }
        return KeptText.Find(files, name, SizeLimits.Key, Ed25519Key.FromPem)
            ?? throw new IOException($"{files.PathOf(name)} was deleted while it was read.");
    }

    /// <summary>Where two processes make one at the same time, the first one's stays.</summary>
    private static void Create(string path)
    {
        DurableDirectory.Create(Path.GetDirectoryName(path)!, ownerOnly: true);
        using Ed25519Key key = Ed25519Key.Create();
        DurableFile.TryCreate(path, System.Text.Encoding.ASCII.GetBytes(key.ToPem()), DurableFile.OwnerOnly);
    }
}
