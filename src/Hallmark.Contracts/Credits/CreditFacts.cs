using Hallmark.Cel;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Credits;

/// <summary>What policies can ask about transfers of credits.</summary>
internal static class CreditFacts
{
    internal static Fact<CreditTransfer> Transfer { get; } = new(
        "transfer",
        ("to", CelType.String, transfer => CelValue.Of(transfer.To)),
        ("amount", CelType.Int, transfer => CelValue.Of(transfer.Amount)),
        ("memo", CelType.String, transfer => CelValue.Of(transfer.Memo)));
}
