using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Ledger.Storage;

/// <summary>A block with its place in the file; or, last of all, why there is none at that place.</summary>
/// <param name="Length">Bytes it takes, its length in front included.</param>
/// <param name="Problem">Null where the file ends inside the block.</param>
internal readonly record struct FoundBlock(long Offset, int Length, ParsedBlock? Block, string? Problem);

/// <summary>Reads a file's blocks in order. Their parsing goes on ahead on other cores, within a bound of memory.</summary>
internal static class BlockStream
{
    private const int GroupBytes = 256 << 10;
    private static readonly int GroupsAhead = 2 * Environment.ProcessorCount;

    /// <summary>Everything from <paramref name="offset"/> to <paramref name="end"/>; what is no block ends it.</summary>
    public static IEnumerable<FoundBlock> Read(LedgerFile file, long offset, long end, ISealVerifier seals)
    {
        var ahead = new Queue<Task<FoundBlock[]>>();
        foreach (List<RawBlock> group in Groups(file, offset, end))
        {
            ahead.Enqueue(Task.Run(() => group.ConvertAll(raw => Parse(raw, seals)).ToArray()));
            if (ahead.Count < GroupsAhead)
            {
                continue;
            }
            foreach (FoundBlock block in ahead.Dequeue().GetAwaiter().GetResult())
            {
                yield return block;
                if (block.Block is null)
                {
                    yield break;
                }
            }
        }
        while (ahead.TryDequeue(out Task<FoundBlock[]>? group))
        {
            foreach (FoundBlock block in group.GetAwaiter().GetResult())
            {
                yield return block;
                if (block.Block is null)
                {
                    yield break;
                }
            }
        }
    }

    private static IEnumerable<List<RawBlock>> Groups(LedgerFile file, long offset, long end)
    {
        var group = new List<RawBlock>();
        int bytes = 0;
        while (offset < end)
        {
            RawBlock raw = Frame(file, offset, end);
            group.Add(raw);
            if (raw.Frame is null)
            {
                break;
            }
            offset += LedgerFile.LengthSize + raw.Frame.Length;
            bytes += raw.Frame.Length;
            if (bytes >= GroupBytes)
            {
                yield return group;
                group = [];
                bytes = 0;
            }
        }
        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static RawBlock Frame(LedgerFile file, long offset, long end)
    {
        try
        {
            return new RawBlock(offset, file.ReadFrame(offset, end), null);
        }
        catch (MalformedException e)
        {
            return new RawBlock(offset, null, e.Message);
        }
    }

    private static FoundBlock Parse(RawBlock raw, ISealVerifier seals)
    {
        if (raw.Frame is null)
        {
            return new FoundBlock(raw.Offset, 0, null, raw.Problem);
        }
        try
        {
            var block = new ParsedBlock(BlockRecord.Read(raw.Frame), seals);
            return new FoundBlock(raw.Offset, LedgerFile.LengthSize + raw.Frame.Length, block, null);
        }
        catch (MalformedException e)
        {
            return new FoundBlock(raw.Offset, 0, null, e.Message);
        }
    }

    private readonly record struct RawBlock(long Offset, byte[]? Frame, string? Problem);
}
