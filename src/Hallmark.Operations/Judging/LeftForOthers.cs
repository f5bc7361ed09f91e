using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;

namespace Hallmark.Operations.Judging;

/// <summary>
/// Undecided batches of a dataset that one validator may not judge: it judged them or their records before, or provided them.
/// </summary>
/// <param name="Batches">How many.</param>
/// <param name="Validators">Other members who may judge some of them; empty where there is none.</param>
public sealed record LeftForOthers(int Batches, IReadOnlyList<string> Validators)
{
    internal static LeftForOthers Of(Catalog catalog, string dataset, string validator)
    {
        BatchState[] left = [.. catalog.Batches(dataset).Where(batch => batch.IsUndecided && !IsOpenTo(catalog, batch, validator))];
        return new LeftForOthers(
            left.Length,
            [
                .. catalog.Members().Where(member => member.Has(Roles.Validator) && member.IsInStandingAt(catalog.NextHeight))
                    .Select(member => member.Name).Where(name => left.Any(batch => IsOpenTo(catalog, batch, name))),
            ]);
    }

    /// <summary>Whether the rules let this validator judge the undecided batch.</summary>
    internal static bool IsOpenTo(Catalog catalog, BatchState batch, string validator) =>
        batch.Provider != validator && !batch.Validators.Contains(validator)
        && !JudgedBefore.By(catalog.Ledger.State, batch, validator);
}
