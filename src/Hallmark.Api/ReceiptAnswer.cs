using System.Text.Json.Serialization;

namespace Hallmark.Api;

/// <summary>Where a receipt was written, as <c>receipt</c> answers: names of files.</summary>
/// <param name="TlogProof">The proof as text, where it was asked for.</param>
public sealed record ReceiptAnswer(
    ulong Entry, string Kind, string Statement, string Receipt, string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TlogProof);
