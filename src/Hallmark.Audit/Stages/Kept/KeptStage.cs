using Hallmark.Client;
using Hallmark.Files;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>
/// Every file of the home belongs to somebody: to a stage before this one, or to one of those in the table below, which holds it against
/// the ledger or says by name that it is nobody's word. What is in no row is a stranger's.
/// </summary>
internal static class KeptStage
{
    private static readonly Dictionary<string, Func<KeptHome, CancellationToken, Task>> Owners = new(StringComparer.Ordinal)
    {
        [Home.LedgerName] = Elsewhere, // chain
        [Home.SnapshotName] = Elsewhere, // chain
        [Home.IndexName] = Now(SmallKept.Index),
        [Home.ConfigName] = Now(SmallKept.Config),
        ["report.head"] = Now(SmallKept.ReportHead),
        ["report.html"] = Declared(
            "report.html", FileKind.Regular, "whoever writes in the home can write it; 'hallmark report' makes it anew"),
        [Home.DigestsName] = Declared(
            Home.DigestsName, FileKind.Regular, "which files were hashed before, for whoever registers them again; nothing else reads it"),
        ["lock"] = Declared("lock", FileKind.Regular, "it is only held, never read"),
        [Home.DoorName] = Declared(Home.DoorName, FileKind.Socket, "it is only where a process that writes listens"),
        ["locks"] = Now(SmallKept.Locks),
        ["keys"] = Now(kept => new KeyFiles(kept).Look()),
        ["objects"] = Now(kept => new ObjectFiles(kept).Look()),
        ["private"] = Now(kept => new ObjectFiles(kept).LookAtPrivate()),
        ["sources"] = Now(kept => new ObjectFiles(kept).LookAtSources()),
        ["custody"] = (kept, cancellation) => new CustodyFiles(kept).LookAsync(cancellation),
        ["log"] = Now(PublishedFiles.Look),
        ["runs"] = Now(RunFolders.Look),
        ["spool"] = Declared(
            "spool", FileKind.Folder, "messages that wait to be registered are nobody's word yet; what came of them is on record"),
        ["timestamps"] = Now(SmallKept.Timestamps),
    };

    public static async Task RunAsync(
        HomeReader home, Catalog catalog, string? onlyRun, Findings findings, CancellationToken cancellation)
    {
        var found = new FileFindings();
        var kept = new KeptHome(home, catalog, onlyRun, found);
        foreach (string name in kept.Names(""))
        {
            if (name != Home.DoorName)
            {
                kept.IsOf(name, FileKind.Regular, FileKind.Folder);
            }
            if (!Owners.TryGetValue(name, out Func<KeptHome, CancellationToken, Task>? look))
            {
                kept.Stray(name);
                continue;
            }
            try
            {
                await look(kept, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or HomeFileException)
            {
                found.Add("file.unreadable", AuditVerdict.Incomplete, "cannot be looked at", name, e.Message);
            }
        }
        findings.AddRange(found.All());
    }

    private static Task Elsewhere(KeptHome kept, CancellationToken cancellation) => Task.CompletedTask;

    private static Func<KeptHome, CancellationToken, Task> Declared(string name, FileKind kind, string why) => Now(kept =>
    {
        if (kept.IsOf(name, kind))
        {
            kept.Found.Unvouched(name, why);
        }
    });

    private static Func<KeptHome, CancellationToken, Task> Now(Action<KeptHome> look) => (kept, _) =>
    {
        look(kept);
        return Task.CompletedTask;
    };
}
