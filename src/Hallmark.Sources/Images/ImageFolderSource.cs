using Hallmark.Data.Sources;

namespace Hallmark.Sources.Images;

/// <summary>
/// A folder of pictures (PNG, JPEG) as a source of records, one each, in ordinal order of their paths. What a record says of a picture is
/// its bytes' SHA-256, its size as it is shown, how it was turned, and what it looks like from afar: sixteen by sixteen greys. Where
/// pictures lie in folders of the folder, these are their classes. Names of files are no part of records: the same picture under another
/// name is a copy.
/// </summary>
public sealed class ImageFolderSource : IRecordSource
{
    private const string ClassColumn = "class";
    private readonly SourceFolder _folder;

    private ImageFolderSource(SourceFolder folder, SourceRoles roles)
    {
        (_folder, Roles) = (folder, roles);
        string?[] classes = [.. folder.Files.Select(ClassOf)];
        Classes = classes.All(name => name is not null) ? [.. classes.OfType<string>()] : [];
        Columns =
        [
            "sha256", "width", "height", "orientation",
            .. Enumerable.Range(0, Picture.Side * Picture.Side).Select(place => FormattableString.Invariant($"grey[{place}]")),
            .. Classes.Count > 0 ? (string[])[ClassColumn] : [],
        ];
    }

    public string Name => _folder.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => "picture";

    public IReadOnlyList<int> RowShape => [];

    /// <summary>Columns are called by this program, and all of them are meant.</summary>
    public bool NamesColumns => false;

    /// <summary>Decoders agree on PNG and differ in the last bits of JPEG, so which it was is said of the data.</summary>
    public IReadOnlyList<string> Steps => [Picture.Decoder];

    internal IReadOnlyList<SourceBytes> Files => _folder.Files;

    internal IReadOnlyList<string> Columns { get; }

    /// <summary>Of each picture; none where there are no classes.</summary>
    internal IReadOnlyList<string> Classes { get; }

    /// <summary>By the name of any file; all must be pictures then.</summary>
    public static bool Recognises(SourceFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.Files.Any(file => IsPicture(file.Name));
    }

    /// <exception cref="SourceException">A file is called like none.</exception>
    public static IRecordSource Open(SourceFolder folder, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.Files.FirstOrDefault(file => !IsPicture(file.Name)) is { } other
            ? throw new SourceException(other.Name, null, null, "is no picture (.png, .jpg, .jpeg), among pictures")
            : new ImageFolderSource(folder, roles);
    }

    public IRowReader Open() => new ImageRowReader(this);

    public (string File, long Position) Locate(long position) => (Files[(int)position - 1].Name, position);

    private static bool IsPicture(string name) => Path.GetExtension(name).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG";

    /// <summary>The folder that a picture lies in, below the source's own.</summary>
    private string? ClassOf(SourceBytes file)
    {
        string folder = Path.GetDirectoryName(file.Name) ?? "";
        return folder.Length > _folder.Root.Length ? Path.GetFileName(folder) : null;
    }
}
