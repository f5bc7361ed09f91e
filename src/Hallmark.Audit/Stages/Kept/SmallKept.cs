using System.Text;
using Hallmark.Client.Indexing;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>The single files of a home that are derived from the ledger.</summary>
internal static class SmallKept
{
    private const int HeadLimit = 1024;

    /// <summary>Nothing rests on the index, and it is signed: what differs is damage, and passed over by whoever looks things up.</summary>
    public static void Index(KeptHome kept)
    {
        if (LedgerIndex.Examine(kept.Reader.Index, kept.Catalog.Ledger) is { } problem)
        {
            kept.Found.Add(
                "index.damaged", AuditVerdict.Incomplete, "is passed over, and made again by the next command that writes", Home.IndexName,
                problem);
        }
    }

    /// <summary>Which ledger it is, the stage of the head compares; that the file can be read at all, the audit of the home says.</summary>
    public static void Config(KeptHome kept)
    {
        HomeConfig? config = null;
        try
        {
            config = HomeConfig.Find(kept.Home);
        }
        catch (HomeFileException)
        {
            return;
        }
        string name = kept.Catalog.Ledger.Genesis.Name;
        if (config is not null && config.Name != name)
        {
            kept.Found.Add(
                "home.config", AuditVerdict.Tampered, "is not what was written there", Home.ConfigName,
                $"it calls the ledger '{MalformedException.Printable(config.Name)}', whose genesis says '{name}'");
        }
        if (config?.Pipeline is not null)
        {
            kept.Found.Add(
                "home.unvouched", AuditVerdict.Good, "has a field that is nobody's word", Home.ConfigName,
                "which pipeline made the home is not on the ledger");
        }
        if (config?.IsAsWritten(kept.Home) == false)
        {
            kept.Found.Respelled(Home.ConfigName);
        }
    }

    /// <summary>What a report was made at must be on the ledger.</summary>
    public static void ReportHead(KeptHome kept)
    {
        const string name = "report.head";
        FileAnswer<byte[]> answer = kept.Home.Files.Read(name, HeadLimit);
        string? problem = answer switch
        {
            FileAnswer<byte[]>.Found found => ProblemOf(kept, found.Value),
            FileAnswer<byte[]>.Refused refused => refused.Reason,
            _ => null,
        };
        if (problem is not null)
        {
            kept.Found.Add("report.head", AuditVerdict.Tampered, "is no head of this ledger", name, problem);
        }
        else if (answer is FileAnswer<byte[]>.Found { Value: var bytes }
            && !Encoding.UTF8.GetBytes(Head.Read(bytes).ToText()).AsSpan().SequenceEqual(bytes))
        {
            kept.Found.Respelled(name);
        }
    }

    /// <summary>Tokens have a stage of their own.</summary>
    public static void Timestamps(KeptHome kept)
    {
        foreach (string name in kept.Names("timestamps"))
        {
            if (!name.EndsWith(".tst", StringComparison.Ordinal))
            {
                kept.Stray($"timestamps/{name}");
            }
            else
            {
                kept.IsOf($"timestamps/{name}", FileKind.Regular);
            }
        }
    }

    /// <summary>They say nothing.</summary>
    public static void Locks(KeptHome kept)
    {
        if (kept.IsOf("locks", FileKind.Folder))
        {
            kept.LookAtKinds("locks");
            kept.Found.Unvouched("locks/", "they are only held, never read");
        }
    }

    private static string? ProblemOf(KeptHome kept, byte[] bytes)
    {
        try
        {
            return HeadCheck.Compare(kept.Catalog.Ledger, Head.Read(bytes))?.Message;
        }
        catch (MalformedException e)
        {
            return e.Message;
        }
    }
}
