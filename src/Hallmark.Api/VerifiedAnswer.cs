using System.Text.Json.Serialization;

namespace Hallmark.Api;

/// <summary>
/// Whether a statement is registered as its receipt says, as <c>verify</c> answers; what a stranger's statement says of itself is left out.
/// </summary>
/// <param name="Status">What became of the proof, by its own name.</param>
public sealed record VerifiedAnswer(bool Registered, string Status, string Ledger, ulong Entry, ulong Size)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Issuer { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }
}

/// <summary>The same by a proof as text.</summary>
/// <param name="Origin">Name of the log.</param>
public sealed record TextProofVerifiedAnswer(bool Registered, string Status, string Origin, ulong Entry);
