using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Hallmark.Api;
using Hallmark.Evidence.Timestamps;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Timestamps;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark timestamp</c>: has the newest header stamped by an RFC 3161 authority, checks what it answers and keeps it. The
/// ledger is only read, so that stamping works beside a writer.
/// </summary>
internal static class TimestampVerb
{
    public static Command Create()
    {
        var authority = new Option<string>("--tsa")
        {
            Description = "Address of the timestamp authority.",
            HelpName = "URL",
            Required = true,
        };
        var anchor = Anchor("--anchor");
        var copy = new OutputFileOption("--out", "Write the token to this file too: keep it elsewhere.");
        var limit = new Option<int>("--timeout")
        {
            Description = "How long the authority may take.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 30,
        };
        var record = new Option<bool>("--record") { Description = "Put the stamp on record, where policies see how fresh it is." };
        Option<string?> member = CommonOptions.As();
        var command = new Command("timestamp", "Have the newest block stamped by a timestamp authority (RFC 3161).")
        {
            authority, anchor, copy, limit, record, member,
        };
        command.SetBody(async invocation =>
        {
            var asked = new TimestampAuthority(ReadAddress(invocation.Get(authority)), ReadLimit(invocation.Get(limit)));
            var stamp = new StampHeader(asked, ReadAnchors(invocation.Get(anchor)), invocation.Get(copy));
            HeaderStamped stamped = await stamp.ExecuteAsync(invocation.Home, invocation.Cancellation).ConfigureAwait(false);
            if (invocation.Get(record))
            {
                await invocation.ActAsync(new RecordTimestamp(stamped) { As = invocation.Get(member) }).ConfigureAwait(false);
            }
            Tell(invocation, stamped);
            return ExitCode.Good;
        });
        return command;
    }

    public static Option<string?> Anchor(string name) =>
        new(name) { Description = "Root certificate of the timestamp authority (PEM), from a source you trust.", HelpName = "CERT" };

    public static X509Certificate2Collection? ReadAnchors(string? file) =>
        file is null ? null : InputFile.Read(file, TimestampAnchors.Read);

    private static Uri ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new UsageException($"--tsa: '{text}' is not an address that begins with http:// or https://");

    private static TimeSpan ReadLimit(int seconds) =>
        seconds is >= 1 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"--timeout: {seconds} is not between 1 and 3600 seconds");

    private static void Tell(Invocation invocation, HeaderStamped stamped)
    {
        TimestampAnswer answer = TimestampAnswer.Of(stamped);
        invocation.Output.Result(answer, console => Output.WriteLine(
            console, $"block {answer.Height}, {answer.Header}, stamped at {answer.Time} by {answer.Authority}: {answer.Token}"));
        if (!stamped.Vouched)
        {
            invocation.Output.Warn("nobody vouches for this authority: give its root certificate with --anchor");
        }
    }
}
