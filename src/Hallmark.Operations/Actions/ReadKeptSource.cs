using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Files;
using Hallmark.Operations.Custody;
using Hallmark.Operations.Homes;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Writes the files that a batch was read from, byte for byte, where they were kept (<see cref="RegisterFile.KeepSource"/>). A file may
/// hold records of other batches, too: the reading of all of them is put on record before a byte is served. Contrast <see
/// cref="ReadBatch"/>, which gives the records of the batch alone; this does so, too, where a file is not kept here, and says so.
/// </summary>
/// <param name="Batch">Its id.</param>
/// <param name="Purpose">What for; the grants must be for it.</param>
/// <param name="Target">A file where the batch comes from one, otherwise a folder, which is made; there each has the name it was given
/// by.</param>
public sealed record ReadKeptSource(string Batch, string Purpose, string Target) : MemberAction<KeptSourceRead>
{
    /// <summary>Most characters of a name: fewer bytes than file systems take, whatever they are.</summary>
    private const int NameLimit = 80;

    /// <exception cref="ContentException">A file is altered; the reading is on record, and those before it are written.</exception>
    /// <exception cref="StatementDeniedException">There is no right to read a batch of which the files hold records.</exception>
    public override async Task<KeptSourceRead> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        MemberNames.RequireName(Purpose);
        Catalog catalog = workspace.Catalog;
        BatchState batch = catalog.Batch(Batch);
        using DirectoryContentStore store = workspace.OpenSourceStore(batch.Provider);
        (IReadOnlyList<SourceFileFacts> kept, IReadOnlyList<SourceFileFacts> missing) =
            await KeptSources.FindAsync(catalog, store, batch, cancellation).ConfigureAwait(false);
        if (kept.Count == 0 || missing.Count > 0)
        {
            BatchRecords read = await new ReadBatch(Batch, Purpose) { As = As }.ExecuteAsync(workspace, cancellation).ConfigureAwait(false);
            return new KeptSourceRead(read.Use, batch.Records, [], [], new CanonicalForm(read.Records, Why(batch, missing)));
        }
        (SourceFileFacts File, string Path)[] targets = [.. kept.Select(file => (file, kept.Count == 1 ? Target : Below(file.Name)))];
        RequireApart([.. targets.Select(target => target.Path)]);
        IReadOnlyList<BatchState> together =
            await KeptSources.BatchesOfAsync(catalog, batch.Provider, kept, cancellation).ConfigureAwait(false);
        MemberSession session = workspace.ActAs(As, Roles.Reader);
        foreach (IGrouping<string, BatchState> dataset in together.GroupBy(one => one.Dataset))
        {
            _ = await BatchReading.OpenAsync(
                session, catalog, dataset.Key, [.. dataset], ReadFor.Purpose(Purpose), workspace.Custodians.OpenAsync,
                cancellation: cancellation).ConfigureAwait(false);
        }
        foreach ((SourceFileFacts file, string path) in targets)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await DurableFile
                .ReplaceAsync(path, to => KeptSources.CopyAsync(store, file, to, cancellation), DurableFile.OwnerOnly)
                .ConfigureAwait(false);
        }
        return new KeptSourceRead(
            catalog.Ledger.State.Find(AccessKeys.Use(batch.Id, session.Member, ReadFor.Purpose(Purpose)))!, batch.Records, targets,
            [.. together.Select(one => one.Id)], null);
    }

    /// <summary>Two files under one name, or one in the place of another's folder: one would be lost.</summary>
    private static void RequireApart(string[] paths)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        HashSet<string> folders = [.. paths.SelectMany(Above)];
        if (Array.Find(paths, path => !taken.Add(path) || folders.Contains(path)) is { } twice)
        {
            throw new UsageException($"--out: two files that the batch was read from would both be {twice}");
        }
    }

    private static IEnumerable<string> Above(string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }

    private static string Why(BatchState batch, IReadOnlyList<SourceFileFacts> missing) =>
        missing.Count > 0 ? $"{missing[0].Name}, which {batch.Id} was read from, is not kept here"
        : batch.Tier != BatchTier.Open ? $"{batch.Id} is not open: what it was read from is not kept"
        : $"nothing on record says from which files {batch.Id} was read";

    /// <summary>A name is its provider's word: it leads to nowhere but below the folder.</summary>
    private string Below(string name)
    {
        string[] parts = name.Split('/');
        return Array.Exists(parts, part => part is "" or "." or ".." || part.Length > NameLimit || part.AsSpan().ContainsAny('\\', '\0'))
            ? throw new UsageException($"--out: a file that the batch was read from is called '{name}', which is no name below a folder")
            : Path.Combine([Target, .. parts]);
    }
}

/// <param name="Use">Who read the batch, and where it is on record.</param>
/// <param name="Records">Of the batch.</param>
/// <param name="Files">What was written, and where to; none where not all of it is kept here.</param>
/// <param name="Together">Batches that the files hold records of; reading them is on record, too.</param>
/// <param name="Canonical">What there is in place of the files; null where they are kept.</param>
public sealed record KeptSourceRead(
    UseState Use, long Records, IReadOnlyList<(SourceFileFacts File, string Path)> Files, IReadOnlyList<string> Together,
    CanonicalForm? Canonical);

/// <param name="Records">As they are registered.</param>
/// <param name="Why">Why not the file that they were read from.</param>
public sealed record CanonicalForm(RecordBatch Records, string Why);
