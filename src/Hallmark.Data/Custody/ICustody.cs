using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// Keeps the secrets of batches for whoever answers for them. Safe for concurrent use. What it says is kept is durable when the
/// call returns, so a batch that was registered can always be opened, whatever died when.
/// </summary>
public interface ICustody
{
    /// <summary>
    /// The secret kept under an identity, the same at every call until it is destroyed; a fresh one is kept before it is given
    /// out. So the same records registered again, after a crash, become the same batch.
    /// </summary>
    BatchSecret Obtain(Digest identity);

    /// <summary>
    /// Notes that the batch of this root is sealed with the secret under that identity. Called before its objects are stored.
    /// </summary>
    void Bind(Digest root, Digest identity);
}
