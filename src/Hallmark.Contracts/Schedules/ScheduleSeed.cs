using System.Buffers.Binary;
using System.Text;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Schedules;

/// <summary>
/// The two hashes by which members draw a seed together: each commits to a secret, and the seed follows from all of them.
/// </summary>
public static class ScheduleSeed
{
    /// <summary>
    /// What a member commits to: SHA-256 of <c>hallmark/seed-commitment/1</c>, a zero byte, the ledger's id, the secret and the member's
    /// name. It holds the name, so nobody can commit to a copy of another's; and the ledger, so a reveal elsewhere tells nothing here.
    /// </summary>
    /// <param name="secret">32 random bytes, in the shape of a digest.</param>
    public static Digest CommitmentOf(Digest ledger, string member, Digest secret) =>
        Digest.Of([.. "hallmark/seed-commitment/1\0"u8, .. ledger.ToArray(), .. secret.ToArray(), .. Encoding.UTF8.GetBytes(member)]);

    /// <summary>
    /// The seed: the first 8 bytes, big-endian, of SHA-256 over <c>hallmark/schedule-seed/1</c>, a zero byte, the id of the request's
    /// statement and the secrets in the order in which the request names them.
    /// </summary>
    public static ulong Of(Digest request, IEnumerable<Digest> secrets) => BinaryPrimitives.ReadUInt64BigEndian(
        Digest.Of([.. "hallmark/schedule-seed/1\0"u8, .. request.ToArray(), .. secrets.SelectMany(secret => secret.ToArray())]).ToArray());

    /// <summary>
    /// The seed of every run on a schedule whose seed was drawn, so that nobody tries seeds until a figure suits: the first 8 bytes,
    /// big-endian, of SHA-256 over <c>hallmark/run-seed/1</c>, a zero byte, the schedule's seed in 8 bytes and its id.
    /// </summary>
    public static ulong OfRun(string schedule, ulong seed)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, seed);
        return BinaryPrimitives.ReadUInt64BigEndian(
            Digest.Of([.. "hallmark/run-seed/1\0"u8, .. bytes, .. Encoding.UTF8.GetBytes(schedule)]).ToArray());
    }
}
