using System.Text.Json.Serialization;
using Hallmark.Operations.Publishing;

namespace Hallmark.Api;

/// <summary>Whether a log has only grown, as <c>consistency</c> answers.</summary>
/// <param name="Receipt">File of the receipt; null where none was asked for.</param>
public sealed record ConsistentAnswer(bool Consistent, string Ledger, TreePointAnswer Old, TreePointAnswer New, string? Receipt);

/// <summary>The same where it has not.</summary>
public sealed record InconsistentAnswer(bool Consistent, string Ledger, TreePointAnswer Old, TreePointAnswer New, string Reason);

/// <summary>A state of a log.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Root">Null where only a size was named.</param>
public sealed record TreePointAnswer(string Name, ulong Size, string? Root)
{
    public static TreePointAnswer Of(TreePoint point) => new(point.Name, point.Size.Value, point.Root?.ToString());
}

/// <summary>What a receipt of consistency says beside a state that is trusted, as <c>verify --old</c> answers.</summary>
/// <param name="Status">What became of the proof, by its own name.</param>
/// <param name="Reason">Why it is not consistent; left out where it is.</param>
public sealed record GrowthVerifiedAnswer(
    bool Consistent, string Status, string Ledger, ulong OldSize, ulong NewSize,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);
