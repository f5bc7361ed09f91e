namespace Hallmark.Data.Sources;

/// <summary>A kind of file that records are read from.</summary>
/// <param name="Recognises">Given the name without <c>.gz</c> and the first bytes of the contents, as many as there are.</param>
/// <param name="Open">Makes a source of it; reads no further than tells what is in it.</param>
public sealed record SourceKind(SourceKind.Recogniser Recognises, Func<SourceBytes, SourceRoles, IRecordSource> Open)
{
    public delegate bool Recogniser(string name, ReadOnlySpan<byte> begin);
}

/// <summary>A kind of folder that is one source, beside those whose files are each one of a part.</summary>
/// <param name="Recognises">Given the names of all files.</param>
/// <param name="Open">Makes a source of it.</param>
public sealed record FolderKind(Func<SourceFolder, bool> Recognises, Func<SourceFolder, SourceRoles, IRecordSource> Open);

/// <summary>Kinds beyond those that need no library.</summary>
public sealed record SourceKinds(IReadOnlyList<SourceKind> Files, IReadOnlyList<FolderKind> Folders)
{
    public static SourceKinds None { get; } = new([], []);
}

/// <summary>Files that belong together: those of a folder, of a pattern of names, or of a zip file.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Root">What the names of all files begin with: the folder, without what a pattern stands for, or the zip file.</param>
/// <param name="Files">In ordinal order of their names.</param>
public sealed record SourceFolder(string Name, string Root, IReadOnlyList<SourceBytes> Files);
