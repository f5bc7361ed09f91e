namespace Hallmark.Api;

/// <summary>How a node is.</summary>
/// <param name="Status"><c>good</c>; a node that cannot read its ledger answers by a problem.</param>
public sealed record HealthAnswer(string Status, HeadAnswer Head);
