namespace Hallmark.Api;

/// <summary>What a command answers to the shell.</summary>
public static class ExitCode
{
    public const int Good = 0;

    /// <summary>A failure, or an audit that is incomplete.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or input.</summary>
    public const int Usage = 2;

    public const int Tampered = 3;

    /// <summary>Authentic but against the rules, or denied.</summary>
    public const int Denied = 4;

    /// <summary>This machine lacks something that the command needs.</summary>
    public const int Missing = 5;
}
