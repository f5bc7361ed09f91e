using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>What of the writes that were not flushed is still there after the power came back.</summary>
internal enum Survival
{
    Everything,
    Nothing,

    /// <summary>Each write whole, in part or not at all, in any order.</summary>
    Some,
}

/// <summary>
/// A disk in memory that keeps apart what can be read and what is durable, and fails on purpose at a chosen operation. After a
/// failure nothing works any more until the next process starts (<see cref="Restart"/>) or the power comes back
/// (<see cref="Crash"/>).
/// </summary>
internal sealed class MemoryDisk(byte[] content) : ILedgerStorage
{
    private readonly Lock _lock = new();
    private readonly List<DiskWrite> _pending = [];
    private byte[] _durable = content;
    private byte[] _now = content;
    private bool _failed;

    public string Name { get; init; } = "disk";

    /// <summary>Which flushes do anything: the others only say that they did.</summary>
    public Predicate<FlushPoint> Honours { get; init; } = _ => true;

    /// <summary>The operation (write, cut or flush, from 1) that fails; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>The read, from 1, that fails; 0 for none.</summary>
    public int FailReadAt { get; set; }

    /// <summary>How the failing operation fails; null: before it has done anything.</summary>
    public Random? Failure { get; set; }

    /// <summary>Writes, cuts and flushes so far.</summary>
    public int Operations { get; private set; }

    public int Reads { get; private set; }

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
            if (_failed || ++Reads == FailReadAt)
            {
                _failed = true;
                throw new IOException("input/output error");
            }
            int count = (int)Math.Clamp(_now.Length - offset, 0, buffer.Length);
            _now.AsSpan((int)Math.Min(offset, _now.Length), count).CopyTo(buffer);
            return count;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var write = new DiskWrite(offset, bytes.ToArray());
        lock (_lock)
        {
            if (Fails())
            {
                // Full, or stopped half-way: any part may be there.
                if (Failure is not null)
                {
                    write.InPart(Failure).ForEach(Take);
                }
                throw new IOException("no space left on the disk");
            }
            Take(write);
        }
    }

    public void Cut(long length)
    {
        lock (_lock)
        {
            bool fails = Fails();
            if (!fails || Failure?.Next(2) == 0)
            {
                Take(new DiskWrite(length, null));
            }
            if (fails)
            {
                throw new IOException("input/output error");
            }
        }
    }

    public void Flush(FlushPoint point)
    {
        lock (_lock)
        {
            if (Fails())
            {
                FailFlush();
                throw new IOException("input/output error");
            }
            if (Honours(point))
            {
                _pending.ForEach(write => _durable = write.ApplyTo(_durable));
                _pending.Clear();
            }
        }
    }

    public void Dispose()
    {
    }

    /// <summary>The process was killed or gave up, and another one finds what the operating system still holds in memory.</summary>
    public MemoryDisk Restart()
    {
        lock (_lock)
        {
            var next = new MemoryDisk(_now) { Honours = Honours, _durable = _durable };
            next._pending.AddRange(_pending);
            return next;
        }
    }

    /// <summary>The disk as it is found after the power came back.</summary>
    public MemoryDisk Crash(Survival survival, Random random)
    {
        lock (_lock)
        {
            byte[] found = survival == Survival.Everything ? _now : _durable;
            if (survival == Survival.Some)
            {
                DiskWrite[] writes = [.. _pending];
                random.Shuffle(writes);
                foreach (DiskWrite part in writes.SelectMany(write => write.InPart(random)))
                {
                    found = part.ApplyTo(found);
                }
            }
            return new MemoryDisk(found) { Honours = Honours };
        }
    }

    private void Take(DiskWrite write)
    {
        _pending.Add(write);
        _now = write.ApplyTo(_now);
    }

    private bool Fails()
    {
        WrittenAfterFailure |= _failed;
        Operations++;
        bool fails = _failed || Operations == FailAt;
        _failed |= fails;
        return fails;
    }

    /// <summary>
    /// A third of the time as Linux does: what did not come to the disk is forgotten there, can still be read, and no later
    /// flush writes it. Only the length of a file is kept in a journal.
    /// </summary>
    private void FailFlush()
    {
        switch (Failure?.Next(3))
        {
            case 0:
                foreach (DiskWrite part in _pending.Where(write => write.Bytes is not null).SelectMany(write => write.InPart(Failure)))
                {
                    _durable = part.ApplyTo(_durable);
                }
                _pending.RemoveAll(write => write.Bytes is not null);
                break;
            case 1:
                _pending.ForEach(write => _durable = write.ApplyTo(_durable));
                _pending.Clear();
                break;
            default:
                break;
        }
    }
}

/// <summary>A write, or a cut where there are no bytes.</summary>
internal sealed record DiskWrite(long Offset, byte[]? Bytes)
{
    private const int Sector = 512;

    /// <summary>What is left of it after a failure: nothing, all, a beginning, or some of its sectors.</summary>
    public List<DiskWrite> InPart(Random random)
    {
        int choice = random.Next(4);
        return choice == 0 ? []
            : choice == 1 || Bytes is null ? [this]
            : choice == 2 || Bytes.Length <= Sector ? [new DiskWrite(Offset, Bytes[..random.Next(Bytes.Length + 1)])]
            : [.. Sectors(Bytes).Where(_ => random.Next(2) == 0)];
    }

    public byte[] ApplyTo(byte[] file)
    {
        if (Bytes is null)
        {
            return file[..(int)Math.Min(file.Length, Offset)];
        }
        byte[] changed = new byte[Math.Max(file.Length, Offset + Bytes.Length)];
        file.CopyTo(changed, 0);
        Bytes.CopyTo(changed, Offset);
        return changed;
    }

    private IEnumerable<DiskWrite> Sectors(byte[] bytes)
    {
        for (int start = 0; start < bytes.Length;)
        {
            int end = (int)Math.Min(bytes.Length, start + Sector - ((Offset + start) % Sector));
            yield return new DiskWrite(Offset + start, bytes[start..end]);
            start = end;
        }
    }
}
