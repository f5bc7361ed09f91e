using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// Gives the secrets that batches are sealed with while they are read, and keeps them before they are signed for
/// (<see cref="PendingCustody"/>, in a <see cref="CustodyFolder"/>). Safe for concurrent use. All is durable before a batch is registered,
/// so a batch that was can always be opened, whatever died when.
/// </summary>
public interface ICustody
{
    /// <summary>
    /// The secret under an identity, the same at every call until it is destroyed; a fresh one where there is none. So the same records
    /// registered again become the same batch.
    /// </summary>
    BatchSecret Obtain(Digest identity);

    /// <summary>
    /// Notes that the batch of this root is sealed with the secret under that identity. Called before its objects are stored.
    /// </summary>
    void Bind(Digest root, Digest identity);
}
