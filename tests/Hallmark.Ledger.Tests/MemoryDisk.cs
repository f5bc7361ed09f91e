namespace Hallmark.Ledger.Tests;

/// <summary>What of the writes that were not flushed is still there after a crash.</summary>
internal enum Survival
{
    Everything,
    Nothing,

    /// <summary>Each write whole, in part or not at all, in any order.</summary>
    Some,
}

/// <summary>
/// A disk in memory that keeps apart what is written and what is durable, fails on purpose at a chosen operation, and can lose
/// power: then un-flushed writes survive as <see cref="Survival"/> says.
/// </summary>
internal sealed class MemoryDisk(byte[] durable, bool honoursFlush = true) : ILedgerStorage
{
    private const int Sector = 512;
    private readonly Lock _lock = new();
    private readonly List<(long Offset, byte[]? Bytes)> _unflushed = [];
    private byte[] _durable = durable;
    private byte[] _now = durable;
    private bool _failed;

    public string Name => "disk";

    /// <summary>The operation (write, cut or flush, from 1) that fails; 0 for none.</summary>
    public int FailAt { get; set; }

    public int Operations { get; private set; }

    /// <summary>Whether anything was written after the failure, which nobody may do.</summary>
    public bool WrittenAfterFailure { get; private set; }

    public long Length
    {
        get
        {
            lock (_lock)
            {
                return _now.Length;
            }
        }
    }

    public byte[] Content()
    {
        lock (_lock)
        {
            return [.. _now];
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        lock (_lock)
        {
            int count = (int)Math.Clamp(_now.Length - offset, 0, buffer.Length);
            _now.AsSpan((int)Math.Min(offset, _now.Length), count).CopyTo(buffer);
            return count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        lock (_lock)
        {
            Count();
            _unflushed.Add((offset, copy));
            _now = Apply(_now, offset, copy);
        }
    }

    public void Cut(long length)
    {
        lock (_lock)
        {
            Count();
            _unflushed.Add((length, null));
            _now = Apply(_now, length, null);
        }
    }

    public void Flush(FlushPoint point)
    {
        lock (_lock)
        {
            Count();
            if (honoursFlush)
            {
                _durable = _now;
                _unflushed.Clear();
            }
        }
    }

    public void Dispose()
    {
    }

    /// <summary>The disk as it is found after the power came back.</summary>
    public MemoryDisk Crash(Survival survival, Random random)
    {
        lock (_lock)
        {
            if (survival == Survival.Everything)
            {
                return new MemoryDisk(_now, honoursFlush);
            }
            byte[] found = _durable;
            if (survival == Survival.Some)
            {
                (long Offset, byte[]? Bytes)[] writes = [.. _unflushed];
                random.Shuffle(writes);
                foreach ((long offset, byte[]? bytes) in writes)
                {
                    found = ApplyInPart(found, offset, bytes, random);
                }
            }
            return new MemoryDisk(found, honoursFlush);
        }
    }

    private void Count()
    {
        WrittenAfterFailure |= _failed;
        Operations++;
        if (_failed || Operations == FailAt)
        {
            _failed = true;
            throw new IOException("no space left on the disk");
        }
    }

    private static byte[] ApplyInPart(byte[] file, long offset, byte[]? bytes, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return file;
            case 1 when bytes is not null:
                return Apply(file, offset, bytes[..random.Next(bytes.Length + 1)]);
            case 2 when bytes is not null:
                for (int start = 0; start < bytes.Length; start += Sector)
                {
                    if (random.Next(2) == 0)
                    {
                        file = Apply(file, offset + start, bytes[start..Math.Min(bytes.Length, start + Sector)]);
                    }
                }
                return file;
            default:
                return Apply(file, offset, bytes);
        }
    }

    private static byte[] Apply(byte[] file, long offset, byte[]? bytes)
    {
        if (bytes is null)
        {
            return file[..(int)Math.Min(file.Length, offset)];
        }
        byte[] changed = new byte[Math.Max(file.Length, offset + bytes.Length)];
        file.CopyTo(changed, 0);
        bytes.CopyTo(changed, offset);
        return changed;
    }
}
