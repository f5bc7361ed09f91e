using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>Whose a home is. Root may write anywhere, but what it writes in somebody else's home is root's own.</summary>
public static class HomeOwner
{
    /// <exception cref="FailureException">What this process writes there, the home's owner could not use.</exception>
    public static void RequireOwn(Home home)
    {
        if (UnixSocket.User == 0 && FileFacts.Find(Path.Combine(home.Directory, ".")) is { Owner: not 0 and var owner })
        {
            throw new FailureException(
                $"{home.Directory} belongs to user {owner}, who could not use what root writes there: run this command as user {owner}");
        }
    }
}
