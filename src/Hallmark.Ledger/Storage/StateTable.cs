using System.Buffers.Binary;
using System.Text;

namespace Hallmark.Ledger.Storage;

/// <summary>
/// Keys and values in a few large pages with one open-addressing index over them: a million facts are some hundred pages to the
/// garbage collector, and a snapshot writes and reads them as they lie. A record is u32 key length | u32 value length | key
/// (UTF-8) | value and never crosses a page; a key length of 0 ends a page. Not safe for use by several threads.
/// </summary>
internal sealed class StateTable
{
    public const int PageSize = 1 << 20;

    private const int RecordHead = 8;
    private const int KeyStackLimit = 512;
    private const int InitialSlots = 1024;
    private const ulong Empty = 0;
    private const ulong Removed = ulong.MaxValue;

    /// <summary>A slot is 22 bits of the key's hash over 42 bits of position; positions start at 1.</summary>
    private const int PositionBits = 42;
    private const ulong PositionMask = (1UL << PositionBits) - 1;

    private readonly List<byte[]> _pages = [];
    private int _used = PageSize; // of the last page
    private ulong[] _slots = new ulong[InitialSlots];
    private int _taken; // slots that are not empty, removed ones too
    private long _deadBytes;

    public int Count { get; private set; }

    /// <summary>Pages for a snapshot, without records that were replaced; the last one only as long as it is full.</summary>
    public IReadOnlyList<byte[]> ToPages()
    {
        if (_deadBytes > 0)
        {
            Compact();
        }
        return Count == 0 ? [] : [.. _pages[..^1], _pages[^1][.._used]];
    }

    /// <summary>Takes over pages that <see cref="ToPages"/> gave.</summary>
    /// <exception cref="Evidence.MalformedException">A record does not fit its page.</exception>
    public static StateTable Load(IReadOnlyList<byte[]> pages)
    {
        var table = new StateTable();
        foreach (byte[] page in pages)
        {
            table.Adopt(page);
        }
        return table;
    }

    public byte[]? Find(string key)
    {
        Span<byte> buffer = stackalloc byte[KeyStackLimit];
        ReadOnlySpan<byte> utf8 = Utf8(key, buffer);
        ulong slot = _slots[Locate(utf8, HashOf(utf8))];
        return slot is Empty ? null : ValueAt(slot).ToArray();
    }

    public void Set(string key, byte[] value)
    {
        Span<byte> buffer = stackalloc byte[KeyStackLimit];
        ReadOnlySpan<byte> utf8 = Utf8(key, buffer);
        ulong hash = HashOf(utf8);
        int place = Locate(utf8, hash);
        if (_slots[place] is not Empty)
        {
            Span<byte> old = ValueAt(_slots[place]);
            if (old.Length == value.Length)
            {
                value.CopyTo(old);
                return;
            }
            _deadBytes += RecordHead + utf8.Length + old.Length;
            _slots[place] = Slot(hash, Append(utf8, value));
            CompactIfWorthwhile();
            return;
        }
        Insert(place, hash, Append(utf8, value));
    }

    public void Remove(string key)
    {
        Span<byte> buffer = stackalloc byte[KeyStackLimit];
        ReadOnlySpan<byte> utf8 = Utf8(key, buffer);
        int place = Locate(utf8, HashOf(utf8));
        if (_slots[place] is not Empty)
        {
            _deadBytes += RecordHead + utf8.Length + ValueAt(_slots[place]).Length;
            _slots[place] = Removed;
            Count--;
            CompactIfWorthwhile();
        }
    }

    /// <summary>All pairs whose key starts with <paramref name="prefix"/>, in no order.</summary>
    public IEnumerable<(string Key, byte[] Value)> List(string prefix)
    {
        byte[] start = Encoding.UTF8.GetBytes(prefix);
        foreach (ulong slot in _slots)
        {
            if (slot is not (Empty or Removed) && KeyAt(slot).StartsWith(start))
            {
                yield return (Encoding.UTF8.GetString(KeyAt(slot)), ValueAt(slot).ToArray());
            }
        }
    }

    private void Adopt(byte[] page)
    {
        Array.Resize(ref page, PageSize); // a full one stays as it is
        _pages.Add(page);
        int at = 0;
        while (at + RecordHead <= page.Length && BinaryPrimitives.ReadInt32BigEndian(page.AsSpan(at)) is not 0 and int keyLength)
        {
            int valueLength = BinaryPrimitives.ReadInt32BigEndian(page.AsSpan(at + 4));
            if (keyLength < 0 || valueLength < 0 || (long)at + RecordHead + keyLength + valueLength > page.Length)
            {
                throw new Evidence.MalformedException("state page", $"has a record at byte {at} that does not fit");
            }
            ReadOnlySpan<byte> key = page.AsSpan(at + RecordHead, keyLength);
            ulong hash = HashOf(key);
            Insert(Locate(key, hash), hash, Position(_pages.Count - 1, at));
            at += RecordHead + keyLength + valueLength;
        }
        _used = at;
    }

    private void Insert(int place, ulong hash, ulong position)
    {
        _slots[place] = Slot(hash, position);
        Count++;
        _taken++;
        if (_taken > _slots.Length / 2)
        {
            Rehash(Math.Max(InitialSlots, 4 * Count));
        }
    }

    private ulong Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int size = RecordHead + key.Length + value.Length;
        if (key.IsEmpty || size > PageSize)
        {
            throw new ArgumentException($"A fact of {size} bytes does not fit a page, or its key is empty.", nameof(key));
        }
        if (_used + size > PageSize)
        {
            _pages.Add(new byte[PageSize]);
            _used = 0;
        }
        int at = _used;
        Span<byte> record = _pages[^1].AsSpan(at, size);
        BinaryPrimitives.WriteInt32BigEndian(record, key.Length);
        BinaryPrimitives.WriteInt32BigEndian(record[4..], value.Length);
        key.CopyTo(record[RecordHead..]);
        value.CopyTo(record[(RecordHead + key.Length)..]);
        _used += size;
        return Position(_pages.Count - 1, at);
    }

    /// <summary>The slot that holds the key, or the empty one where it would go.</summary>
    private int Locate(ReadOnlySpan<byte> key, ulong hash)
    {
        int mask = _slots.Length - 1;
        for (int place = (int)(hash & (ulong)mask); ; place = (place + 1) & mask)
        {
            ulong slot = _slots[place];
            if (slot == Empty || (slot != Removed && slot >> PositionBits == hash >> PositionBits && KeyAt(slot).SequenceEqual(key)))
            {
                return place;
            }
        }
    }

    private void Rehash(int least)
    {
        ulong[] old = _slots;
        _slots = new ulong[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)least)];
        _taken = Count;
        int mask = _slots.Length - 1;
        foreach (ulong slot in old)
        {
            if (slot is Empty or Removed)
            {
                continue;
            }
            int place = (int)(HashOf(KeyAt(slot)) & (ulong)mask);
            while (_slots[place] != Empty)
            {
                place = (place + 1) & mask;
            }
            _slots[place] = slot;
        }
    }

    private void CompactIfWorthwhile()
    {
        if (_deadBytes > PageSize && _deadBytes > (long)_pages.Count * PageSize / 2)
        {
            Compact();
        }
    }

    /// <summary>Copies what lives into new pages, in the order in which it lies, so that two tables with one history are alike.</summary>
    private void Compact()
    {
        ulong[] living = [.. _slots.Where(slot => slot is not (Empty or Removed)).OrderBy(slot => slot & PositionMask)];
        byte[][] old = [.. _pages];
        _pages.Clear();
        _used = PageSize;
        _slots = new ulong[_slots.Length];
        _taken = 0;
        Count = 0;
        _deadBytes = 0;
        foreach (ulong slot in living)
        {
            ReadOnlySpan<byte> key = KeyAt(old, slot);
            ulong hash = HashOf(key);
            Insert(Locate(key, hash), hash, Append(key, ValueAt(old, slot)));
        }
    }

    private ReadOnlySpan<byte> KeyAt(ulong slot) => KeyAt(_pages, slot);

    private Span<byte> ValueAt(ulong slot) => ValueAt(_pages, slot);

    private static ReadOnlySpan<byte> KeyAt(IReadOnlyList<byte[]> pages, ulong slot)
    {
        Span<byte> record = RecordAt(pages, slot);
        return record.Slice(RecordHead, BinaryPrimitives.ReadInt32BigEndian(record));
    }

    private static Span<byte> ValueAt(IReadOnlyList<byte[]> pages, ulong slot)
    {
        Span<byte> record = RecordAt(pages, slot);
        return record.Slice(RecordHead + BinaryPrimitives.ReadInt32BigEndian(record), BinaryPrimitives.ReadInt32BigEndian(record[4..]));
    }

    private static Span<byte> RecordAt(IReadOnlyList<byte[]> pages, ulong slot)
    {
        ulong position = (slot & PositionMask) - 1;
        return pages[(int)(position / PageSize)].AsSpan((int)(position % PageSize));
    }

    private static ulong Position(int page, int at) => ((ulong)page * PageSize) + (ulong)at + 1;

    private static ulong Slot(ulong hash, ulong position) => (hash & ~PositionMask) | position;

    /// <summary>Keys come from outside: the platform's hash is seeded anew in every process, so nobody can make them collide.</summary>
    private static ulong HashOf(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return unchecked((uint)hash.ToHashCode() * 0x9E3779B97F4A7C15UL); // spread over all 64 bits
    }

    private static ReadOnlySpan<byte> Utf8(string key, Span<byte> buffer) =>
        Encoding.UTF8.TryGetBytes(key, buffer, out int length) ? buffer[..length] : Encoding.UTF8.GetBytes(key);
}
