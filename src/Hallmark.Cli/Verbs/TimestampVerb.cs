using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Audit;
using Hallmark.Evidence;
using Hallmark.Evidence.Timestamps;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark timestamp</c>: has the newest header stamped by an RFC 3161 authority, checks what it answers and keeps it. The
/// ledger is only read, so that stamping works beside a writer.
/// </summary>
internal static class TimestampVerb
{
    public static Command Create()
    {
        var authority = new Option<string>("--tsa") { Description = "Address of the timestamp authority.", HelpName = "URL", Required = true };
        var anchor = Anchor("--anchor");
        var copy = new Option<string?>("--out") { Description = "Write the token to this file too: keep it elsewhere.", HelpName = "FILE" };
        var limit = new Option<int>("--timeout")
        {
            Description = "How long the authority may take.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 30,
        };
        var command = new Command("timestamp", "Have the newest block stamped by a timestamp authority (RFC 3161).")
        {
            authority, anchor, copy, limit,
        };
        command.SetBody(async invocation =>
        {
            if (invocation.Get(copy) is { } taken && File.Exists(taken))
            {
                // An older token may be the one proof of what the ledger was.
                throw new UsageException($"--out: {taken} is there already; a token is never overwritten");
            }
            X509Certificate2Collection? anchors = ReadAnchors(invocation.Get(anchor));
            var asked = new TimestampAuthority(ReadAddress(invocation.Get(authority)), ReadLimit(invocation.Get(limit)));
            BlockHeader header = invocation.Home.OpenCommitted().Last;
            TimestampToken token = await asked.StampAsync(header, invocation.Cancellation).ConfigureAwait(false);
            if (Problem(header, token, anchors) is { } problem)
            {
                throw asked.Failed($"its token is not to be used: {problem}");
            }
            string path = new TimestampFolder(invocation.Home.TimestampsDirectory).Store(header.Height, token);
            if (invocation.Get(copy) is { } file)
            {
                WriteNew(file, token);
            }
            Tell(invocation, header, token, path, vouched: anchors is not null);
            return ExitCode.Good;
        });
        return command;
    }

    public static Option<string?> Anchor(string name) =>
        new(name) { Description = "Root certificate of the timestamp authority (PEM), from a source you trust.", HelpName = "CERT" };

    public static X509Certificate2Collection? ReadAnchors(string? file) => file is null ? null : InputFile.Read(file, TimestampAnchors.Read);

    private static string? Problem(BlockHeader header, TimestampToken token, X509Certificate2Collection? anchors)
    {
        TimestampStatus status = token.Check(anchors);
        return status == TimestampStatus.Good ? TimestampCheck.EarlyStamp(header, token) : TimestampCheck.Text(status, token);
    }

    private static void WriteNew(string path, TimestampToken token)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(token.Bytes.Span);
        file.Flush(flushToDisk: true);
    }

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UsageException($"--tsa: '{text}' is not an address that begins with http:// or https://");

    private static TimeSpan ReadLimit(int seconds) =>
        seconds is >= 1 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--timeout: {seconds} is not between 1 and 3600 seconds");

    private static void Tell(Invocation invocation, BlockHeader header, TimestampToken token, string path, bool vouched)
    {
        var json = new JsonObject
        {
            ["height"] = header.Height.Value,
            ["header"] = token.Imprint.ToString(),
            ["time"] = TimestampCheck.Text(token.Time),
            ["authority"] = token.Authority,
            ["vouched"] = vouched,
            ["token"] = path,
        };
        invocation.Output.Result(json, console => console.Profile.Out.Writer.WriteLine(
            $"block {header.Height}, {token.Imprint}, stamped at {TimestampCheck.Text(token.Time)} by {token.Authority}: {path}"));
        if (!vouched)
        {
            invocation.Output.Warn("nobody vouches for this authority: give its root certificate with --anchor");
        }
    }
}
