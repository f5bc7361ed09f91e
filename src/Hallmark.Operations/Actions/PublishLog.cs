using Hallmark.Files;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Publishing;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Lays a home's ledger out as static files and has witnesses cosign them. The ledger's own key signs, no member's; the ledger is only
/// read, so it works beside a writer.
/// </summary>
/// <param name="Directory">Folder to publish into; null for the home's.</param>
/// <param name="Witnesses">Whom to ask for a cosignature, one after the other.</param>
public sealed record PublishLog(string? Directory, IReadOnlyList<WitnessClient> Witnesses)
{
    /// <exception cref="UsageException">There is no ledger, or its own key is not here.</exception>
    /// <exception cref="FailureException">Another checkpoint was published while the witnesses were asked.</exception>
    public async Task<LogPublished> ExecuteAsync(Home home, CancellationToken cancellation)
    {
        RegularFiles folder = Directory is null ? home.Log : home.FilesAt(Directory);
        using var publisher = new Publisher(home, folder);
        PublishedLog log = await publisher.PublishAsync(cancellation).ConfigureAwait(false);
        IReadOnlyList<WitnessException> failures = await publisher.CosignAsync(log, Witnesses, cancellation).ConfigureAwait(false);
        return new LogPublished(
            log, folder.Path, [.. Witnesses.Where(witness => failures.All(failure => failure.Witness != witness.Address))], failures);
    }
}

/// <param name="Directory">Where the files lie.</param>
/// <param name="Cosigned">The witnesses that cosigned.</param>
/// <param name="Failures">What went wrong, for each of the others.</param>
public sealed record LogPublished(
    PublishedLog Log, string Directory, IReadOnlyList<WitnessClient> Cosigned, IReadOnlyList<WitnessException> Failures);
