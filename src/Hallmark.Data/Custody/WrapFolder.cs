using System.Globalization;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Custody;

/// <summary>
/// Wraps for readers: the file <c>ROOT/USE</c>, named by the batch's root and the entry that records the use. Kept apart from
/// ledger and content so that they can be deleted. Durable when a call returns; safe for concurrent use.
/// </summary>
public sealed class WrapFolder : IDisposable
{
    /// <summary>The folder's name beside what else a custodian keeps.</summary>
    public const string Name = "wraps";

    private readonly SmallFiles _files;

    private WrapFolder(RegularFiles folder) => _files = new SmallFiles(folder);

    /// <summary>The wraps of a custodian.</summary>
    /// <param name="custody">The custodian's folder; that of the wraps is made in it, for its owner only, with the first wrap.</param>
    public static WrapFolder Of(RegularFiles custody) => new(custody.In(Name));

    /// <summary>Keeps a wrap, in the place of an older one for the same use.</summary>
    public void Put(Digest root, ulong use, KeyWrap wrap)
    {
        ArgumentNullException.ThrowIfNull(wrap);
        _files.Replace(root.ToString(), NameOf(use), wrap.ToBytes());
    }

    /// <summary>The wrap for a use; null when there is none.</summary>
    /// <exception cref="MalformedException">The file is not a wrap.</exception>
    public KeyWrap? Find(Digest root, ulong use) =>
        _files.Find(root.ToString(), NameOf(use), KeyWrap.SizeLimit) is { } bytes ? KeyWrap.Read(bytes) : null;

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

    private static string NameOf(ulong use) => use.ToString(CultureInfo.InvariantCulture);

    private static bool IsName(string name) =>
        ulong.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out ulong use) && NameOf(use) == name;
}
