namespace Hallmark.Operations;

/// <summary>
/// What the caller asked for, a file it named, or the home is not what the action needs: another call can be right. Where things themselves
/// do not allow it, it is a <see cref="FailureException"/>.
/// </summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>What was asked for cannot be done as things stand, however it is asked.</summary>
public sealed class FailureException(string message) : Exception(message);
