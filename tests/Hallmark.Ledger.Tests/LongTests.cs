namespace Hallmark.Ledger.Tests;

/// <summary>HALLMARK_LONG=1 asks for the long form of the tests that draw seeds or kill processes: hours instead of seconds.</summary>
internal static class LongTests
{
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable("HALLMARK_LONG") == "1";
}
