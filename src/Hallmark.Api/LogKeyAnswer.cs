using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>The key that signs published checkpoints, as <c>publish name-key</c> answers.</summary>
/// <param name="Key">Public Ed25519 key in hexadecimal digits.</param>
public sealed record LogKeyAnswer(string Key, long? Proposal, string Status)
{
    public static LogKeyAnswer Of(LogKeyNamed named) =>
        new(Convert.ToHexStringLower(named.Key), named.Outcome.Proposal, Words.Of(named.Outcome.Status));
}
