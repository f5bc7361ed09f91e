using Hallmark.Evidence;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli;

/// <summary>What commands that write tell at their end: the head, to be kept elsewhere.</summary>
internal static class HeadOutput
{
    /// <summary>Prints the head and, where asked for, writes it to a file outside.</summary>
    public static void Tell(Invocation invocation, Head head, string? file)
    {
        if (file is not null)
        {
            HeadFile.Advance(invocation.Home, file, head);
        }
        invocation.Output.Say($"head: block {head.Height}, {head.HeaderHash}{(file is null ? "" : $", written to {file}")}");
    }
}
