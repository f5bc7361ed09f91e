using Hallmark.Operations.Actions;
using Hallmark.Operations.Timestamps;

namespace Hallmark.Api;

/// <summary>A header that was stamped, as <c>timestamp</c> answers.</summary>
/// <param name="Header">Hash of the header.</param>
/// <param name="Vouched">Whether the authority chains to an anchor that was given.</param>
/// <param name="Token">File in which the token is kept.</param>
public sealed record TimestampAnswer(ulong Height, string Header, string Time, string Authority, bool Vouched, string Token)
{
    public static TimestampAnswer Of(HeaderStamped stamped) => new(
        stamped.Height.Value, stamped.Token.Imprint.ToString(), TimestampCheck.Text(stamped.Token.Time), stamped.Token.Authority,
        stamped.Vouched,
        stamped.Path);
}
