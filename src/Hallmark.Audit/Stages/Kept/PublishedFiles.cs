using Hallmark.Contracts;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence.Notes;
using Hallmark.Files;
using Hallmark.Ledger.Publishing;
using Hallmark.Operations.Homes;

namespace Hallmark.Audit.Stages.Kept;

/// <summary>The published log: every tile, bundle, checkpoint and seal against the ledger.</summary>
internal static class PublishedFiles
{
    public static void Look(KeptHome kept)
    {
        LogKeyState? named = kept.Catalog.Ledger.State.Find(GovernanceKeys.LogKey);
        var examination = new StaticLogExamination(
            kept.Home.Log, kept.Catalog.Ledger, named?.Key ?? KeptKey(kept.Home), named?.Entry ?? default);
        foreach (PublishedFault fault in examination.Run())
        {
            Tell(kept, fault);
        }
    }

    /// <summary>Where no key is on record, the one that is kept here should have signed at least.</summary>
    private static byte[]? KeptKey(Home home)
    {
        try
        {
            using Ed25519Key? key = LogKeyFile.Find(home);
            return key?.PublicKey;
        }
        catch (Exception e) when (e is HomeFileException or IOException)
        {
            return null; // said where keys are looked at
        }
    }

    private static void Tell(KeptHome kept, PublishedFault fault)
    {
        string name = $"log/{fault.Name}";
        switch (fault.Kind)
        {
            case PublishedFaultKind.Altered:
                kept.Found.Add(
                    "published.altered", AuditVerdict.Tampered,
                    "is not what the ledger gives; 'hallmark publish' makes tiles and seal anew", name, fault.Reason);
                break;
            case PublishedFaultKind.Missing:
                kept.Found.Add("published.missing", AuditVerdict.Incomplete, "should be there; 'hallmark publish' makes it anew", name);
                break;
            case PublishedFaultKind.Unvouched when !kept.IsOf(name, FileKind.Regular):
                break; // said to be odd
            case PublishedFaultKind.Unvouched:
                kept.Found.Unvouched(name, fault.Reason);
                break;
            default:
                kept.Stray(name);
                break;
        }
    }
}
