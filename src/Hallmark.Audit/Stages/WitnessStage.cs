using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Files;
using Hallmark.Ledger;

namespace Hallmark.Audit.Stages;

/// <summary>
/// What witnesses that the auditor trusts say of the published checkpoint: whether they saw it, and when. A block that they had seen before
/// its own time was dated ahead. That the checkpoint is of this ledger the stage of the files says (<see cref="Kept.KeptStage"/>).
/// </summary>
internal static class WitnessStage
{
    public static void Run(LedgerView ledger, RegularFiles log, TrustRoot trust, Findings findings)
    {
        if (!ledger.MakerKeys.Contains(trust.Key))
        {
            findings.Add(new Finding(
                "head.other-key", AuditVerdict.Tampered, "the key that the auditor trusts made no block of this ledger"));
        }
        (SignedNote Note, Checkpoint Checkpoint)? published = Find(log);
        (string Witness, long Time)[] seen = published is { } found && IsOf(found.Checkpoint, ledger)
            ? [.. TimesOf(found.Note, trust)]
            : [];
        if (seen.Length < trust.WitnessesNeeded)
        {
            findings.Add(new Finding(
                "witness.missing", AuditVerdict.Incomplete,
                $"{seen.Length} of the witnesses that the auditor trusts cosigned the published checkpoint, "
                + $"{trust.WitnessesNeeded} are needed"));
        }
        if (seen.Length > 0)
        {
            TreeSize size = published!.Value.Checkpoint.Size;
            Compare(ledger, size, seen, findings);
            TellBehind(ledger, size, findings);
        }
    }

    /// <summary>What came after the newest cosigned checkpoint, nobody but the ledger vouches for.</summary>
    private static void TellBehind(LedgerView ledger, TreeSize size, Findings findings)
    {
        if (ledger.Size.Value is var all && all > size.Value)
        {
            findings.Add(new Finding(
                "witness.behind", AuditVerdict.Good,
                $"entries {size} to {all - 1} came after what the witnesses cosigned: only the ledger vouches for them; "
                + "'hallmark publish --witness' has them cosigned")
            {
                Entry = size.Value,
            });
        }
    }

    private static void Compare(LedgerView ledger, TreeSize size, (string Witness, long Time)[] seen, Findings findings)
    {
        LedgerEntry newest = ledger.ReadEntry(new EntryIndex(size.Value - 1));
        (BlockHeight height, long made) = (newest.Height, newest.TimeMs / 1000);
        foreach ((string witness, long time) in seen.Where(one => made - one.Time > TimeRules.WindowOf(ledger.State)))
        {
            findings.Add(new Finding(
                "time.witnesses", AuditVerdict.Good,
                $"block {height}: the time lies {made - time} seconds after witness {witness} had cosigned it")
            {
                Height = height.Value,
            });
        }
    }

    private static bool IsOf(Checkpoint checkpoint, LedgerView ledger) =>
        checkpoint.Origin == Checkpoint.OriginOf(ledger.Id) && checkpoint.Size.Value > 0 && checkpoint.Size.Value <= ledger.Size.Value
            && new TileProofs(ledger.Tiles).Root(checkpoint.Size) == checkpoint.Root;

    /// <summary>Each witness that cosigned, with the time that it states.</summary>
    private static IEnumerable<(string Witness, long Time)> TimesOf(SignedNote note, TrustRoot trust)
    {
        foreach (NoteKey witness in trust.Witnesses)
        {
            using var verifier = new NoteVerifier(witness);
            if (note.Verify([verifier]).Signers.Count == 1)
            {
                NoteSignature signature = note.Signatures.First(one => one.Name == witness.Name && one.KeyId == witness.Id);
                yield return (witness.Name, Cosignature.TimeOf(signature));
            }
        }
    }

    private static (SignedNote Note, Checkpoint Checkpoint)? Find(RegularFiles log)
    {
        try
        {
            return log.Read("checkpoint", SignedNote.MaxBytes).OrNull() is { } bytes && SignedNote.Read(bytes) is { } note
                ? (note, Checkpoint.Read(note.Text))
                : null;
        }
        catch (MalformedException)
        {
            return null; // said where the files are looked at
        }
    }
}
