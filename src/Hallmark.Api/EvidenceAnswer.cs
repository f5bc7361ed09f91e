using Hallmark.Evidence;
using Hallmark.Evidence.Bundles;

namespace Hallmark.Api;

/// <summary>Where evidence in one file was written, as <c>receipt --bundle</c> answers.</summary>
/// <param name="Statements">Statements in it, the entry's own included.</param>
/// <param name="ShownUpTo">Height of the newest block that it knows of.</param>
public sealed record EvidenceAnswer(ulong Entry, string File, int Statements, ulong ShownUpTo)
{
    public static EvidenceAnswer Of(EvidenceBundle bundle, string file) =>
        new(bundle.Entry.Value, file, bundle.Entries.Count(), bundle.Head.Height.Value);
}

/// <summary>A trust root, as <c>trust</c> answers.</summary>
/// <param name="Key">Thumbprint (RFC 9679) of the ledger's key.</param>
/// <param name="Witnesses">Keys of witnesses, as vkeys.</param>
/// <param name="WitnessesNeeded">So many of them must have cosigned.</param>
/// <param name="File">Where it was written; null where it was only shown.</param>
public sealed record TrustAnswer(string Ledger, string Key, IReadOnlyList<string> Witnesses, int WitnessesNeeded, string? File)
{
    public static TrustAnswer Of(TrustRoot root, string? file) => new(
        root.Ledger.ToString(), root.Key.Thumbprint.ToString(), [.. root.Witnesses.Select(witness => witness.ToText())],
        root.WitnessesNeeded, file);
}
