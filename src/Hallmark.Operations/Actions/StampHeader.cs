using System.Security.Cryptography.X509Certificates;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Timestamps;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Has the newest header stamped by an RFC 3161 authority, checks what it answers and keeps it. No member acts; the ledger is only read, so
/// it works beside a writer.
/// </summary>
/// <param name="Anchors">Roots that the authority must chain to; null where nobody vouches for it.</param>
/// <param name="Copy">A file to write the token to as well; one that is there already is never overwritten.</param>
public sealed record StampHeader(TimestampAuthority Authority, X509Certificate2Collection? Anchors, string? Copy)
{
    /// <exception cref="FailureException">The authority gave no token that can be used.</exception>
    public async Task<HeaderStamped> ExecuteAsync(Home home, CancellationToken cancellation)
    {
        if (Copy is not null && File.Exists(Copy))
        {
            // An older token may be the one proof of what the ledger was.
            throw new UsageException($"--out: {Copy} is there already; a token is never overwritten");
        }
        HomeOwner.RequireOwn(home);
        using var reader = new HomeReader(home);
        BlockHeader header = reader.OpenCommitted().Last;
        TimestampToken token = await Authority.StampAsync(header, cancellation).ConfigureAwait(false);
        if (Problem(header, token) is { } problem)
        {
            throw Authority.Failed($"its token is not to be used: {problem}");
        }
        string path = new TimestampFolder(home.Timestamps).Store(header.Height, token);
        if (Copy is not null)
        {
            WriteNew(Copy, token);
        }
        return new HeaderStamped(header.Height, token, path, Vouched: Anchors is not null);
    }

    private string? Problem(BlockHeader header, TimestampToken token)
    {
        TimestampStatus status = token.Check(Anchors);
        return status == TimestampStatus.Good ? TimestampCheck.EarlyStamp(header, token) : TimestampCheck.Text(status, token);
    }

    private static void WriteNew(string path, TimestampToken token)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(token.Bytes.Span);
        file.Flush(flushToDisk: true);
    }
}

/// <param name="Path">Where the token is kept.</param>
/// <param name="Vouched">Whether the authority chains to an anchor that was given.</param>
public sealed record HeaderStamped(BlockHeight Height, TimestampToken Token, string Path, bool Vouched);
