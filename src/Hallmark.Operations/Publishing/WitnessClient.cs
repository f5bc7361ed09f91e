using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Tiles;
using Hallmark.Evidence.Witness;

namespace Hallmark.Operations.Publishing;

/// <summary>A witness gave no cosignature that can be used; names it and says why.</summary>
/// <param name="contradicts">It has cosigned a longer log than this, or another one: one of the two was tampered with.</param>
public sealed class WitnessException(Uri witness, string reason, bool contradicts = false) : Exception($"witness {witness}: {reason}")
{
    public Uri Witness { get; } = witness;

    public bool Contradicts { get; } = contradicts;
}

/// <summary>
/// Has a log's checkpoints cosigned by a witness behind HTTP (C2SP tlog-witness). What it answers is checked before it is used.
/// </summary>
/// <param name="address">The witness's submission prefix.</param>
/// <param name="key">The witness's, of type 04.</param>
/// <param name="limit">How long one exchange may take.</param>
public sealed class WitnessClient(Uri address, NoteKey key, TimeSpan limit)
{
    private const int MaxAnswer = 1 << 16;

    public Uri Address { get; } = address;

    public NoteKey Key { get; } = key;

    /// <summary>Asks for a cosignature of this checkpoint.</summary>
    /// <param name="note">The checkpoint, signed by its log.</param>
    /// <param name="tiles">Of the log, at least as far as the checkpoint.</param>
    /// <param name="old">What it is believed to have cosigned last, 0 for nothing; where it says otherwise it is asked once more.</param>
    /// <exception cref="WitnessException">It has given none.</exception>
    public async Task<NoteSignature> CosignAsync(SignedNote note, ITileSource tiles, TreeSize old, CancellationToken cancellation = default)
    {
        TreeSize size = Checkpoint.Read(note.Text).Size;
        (HttpStatusCode status, string? type, byte[] body) =
            await AskAsync(Request(note, tiles, size, old), cancellation).ConfigureAwait(false);
        TreeSize asked = old;
        if (status == HttpStatusCode.Conflict && type == WitnessDecision.Conflict.ContentType)
        {
            TreeSize cosigned = asked = SizeOf(body);
            if (cosigned.Value > size.Value)
            {
                throw Contradiction($"it has cosigned {cosigned} entries of this log, the checkpoint has {size}: it was rolled back");
            }
            (status, type, body) = await AskAsync(Request(note, tiles, size, cosigned), cancellation).ConfigureAwait(false);
        }
        return status switch
        {
            HttpStatusCode.OK => Verified(note, body),
            // No size: it has cosigned just as many entries, and others.
            HttpStatusCode.Conflict when asked == size && type != WitnessDecision.Conflict.ContentType =>
                throw Contradiction($"it has cosigned another tree of {size} entries"),
            HttpStatusCode.UnprocessableEntity => throw Contradiction($"the checkpoint does not continue what it cosigned: {Words(body)}"),
            _ => throw Failed($"it answered with HTTP status {(int)status}: {Words(body)}"),
        };
    }

    private static AddCheckpointRequest Request(SignedNote note, ITileSource tiles, TreeSize size, TreeSize old) => AddCheckpointRequest.Of(
        old, old.Value == 0 || old.Value > size.Value ? [] : new TileProofs(tiles).Consistency(old, size).Path, note);

    private static string Words(byte[] body) => MalformedException.Printable(Encoding.UTF8.GetString(body).Trim());

    private WitnessException Failed(string reason) => new(Address, reason);

    private WitnessException Contradiction(string reason) => new(Address, reason, contradicts: true);

    private TreeSize SizeOf(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body);
        return text.EndsWith('\n') && ulong.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong size)
            ? new TreeSize(size)
            : throw Failed($"its answer 409 has no size but '{Words(body)}'");
    }

    /// <summary>The line of the witness's own key among those it answered.</summary>
    private NoteSignature Verified(SignedNote note, byte[] body)
    {
        using var witness = new NoteVerifier(Key);
        string[] lines = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            NoteSignature? own = lines.Select(NoteSignature.Read).FirstOrDefault(witness.Knows);
            return own is null ? throw Failed($"its answer has no signature by {Key}")
                : witness.Verify(note.Text, own) ? own
                : throw Failed($"its cosignature does not verify under {Key}");
        }
        catch (MalformedException e)
        {
            throw Failed($"its answer is none: {e.Message}");
        }
    }

    private async Task<(HttpStatusCode Status, string? Type, byte[] Body)> AskAsync(
        AddCheckpointRequest request, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit); // The whole exchange, body included: a trickle of bytes is no answer.
        using var content = new ByteArrayContent(request.ToBytes());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "utf-8" };
        var target = new Uri($"{Address.AbsoluteUri.TrimEnd('/')}/add-checkpoint");
        using var message = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        try
        {
            using HttpResponseMessage response =
                await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            byte[] body = await ReadAsync(response, timer.Token).ConfigureAwait(false);
            return (response.StatusCode, response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Failed($"it cannot be reached: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed($"it did not answer within {limit.TotalSeconds} s");
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxAnswer + 1];
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)
                .ConfigureAwait(false);
            return length < buffer.Length ? buffer[..length] : throw Failed($"its answer has more than {MaxAnswer} bytes");
        }
    }
}
