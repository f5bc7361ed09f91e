using System.Globalization;
using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// Wraps for readers: the file <c>ROOT/USE</c>, named by the batch's root and the entry that records the use. Kept apart from
/// ledger and content so that they can be deleted. Durable when a call returns; safe for concurrent use.
/// </summary>
public sealed class WrapFolder : IDisposable
{
    private readonly SmallFiles _files;

    /// <param name="directory">Made, for its owner only, with the first wrap.</param>
    public WrapFolder(string directory) => _files = new SmallFiles(directory);

    /// <summary>Keeps a wrap, in the place of an older one for the same use.</summary>
    public void Put(Digest root, ulong use, KeyWrap wrap)
    {
        ArgumentNullException.ThrowIfNull(wrap);
        _files.Replace(root.ToString(), Name(use), wrap.ToBytes());
    }

    /// <summary>The wrap for a use; null when there is none.</summary>
    /// <exception cref="MalformedException">The file is not a wrap.</exception>
    public KeyWrap? Find(Digest root, ulong use) =>
        _files.Find(root.ToString(), Name(use), KeyWrap.SizeLimit) is { } bytes ? KeyWrap.Read(bytes) : null;

    /// <summary>The uses of a batch for which there are wraps, ascending.</summary>
    public IReadOnlyList<ulong> Uses(Digest root) =>
        [.. _files.List(root.ToString()).Where(IsName).Select(name => ulong.Parse(name, CultureInfo.InvariantCulture)).Order()];

    /// <summary>Deletes everything kept for a batch and gives the names of what was deleted. Calling it again does no harm.</summary>
    public IReadOnlyList<string> Destroy(Digest root)
    {
        IEnumerable<string> names = _files.List(root.ToString()).Order(StringComparer.Ordinal);
        return [.. names.Where(name => _files.Delete(root.ToString(), name)).Select(name => $"{root}/{name}")];
    }

    public void Dispose() => _files.Dispose();

    private static string Name(ulong use) => use.ToString(CultureInfo.InvariantCulture);

    private static bool IsName(string name) =>
        ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong use) && Name(use) == name;
}
