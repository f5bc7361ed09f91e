namespace Hallmark.Data.Sources.Arrays;

/// <summary>
/// An array file being read, in rows whatever order it holds its elements in: the bytes of one row after the other, read up to what
/// the header announces and not further. Used by one thread.
/// </summary>
internal sealed class ArrayFile : IDisposable
{
    private const int MagicLength = 8; // of the longest

    private readonly string _name;
    private readonly long _start; // of the elements
    private Stream _stream;
    private long _position;
    private int _row;

    private ArrayFile(SourceBytes bytes)
    {
        _name = bytes.Name;
        byte[] begin = bytes.Begin(MagicLength);
        _stream = bytes.Open();
        try
        {
            Header = NpyFile.Recognises(bytes.BareName, begin) ? NpyFile.ReadHeader(this) : IdxFile.ReadHeader(this);
            if (!ArrayHeader.Fits(Header.Format, Header.Shape))
            {
                throw Fault($"has {Header.ShapeText} elements, more than any file holds");
            }
            _start = _position;
            CheckLength();
            if (Header.ColumnMajor && !_stream.CanSeek)
            {
                Unpack();
            }
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public ArrayHeader Header { get; }

    /// <summary>Bytes read so far, of the header too.</summary>
    public long BytesRead => _position;

    /// <exception cref="SourceException">Not an array file, or its length is not what its header says.</exception>
    public static ArrayFile Open(SourceBytes bytes) => new(bytes);

    public void Dispose() => _stream.Dispose();

    /// <summary>The next rows; the caller asks for no more than there are.</summary>
    /// <exception cref="SourceException">The file ends before, or goes on behind its last row.</exception>
    public void ReadRows(Span<byte> rows)
    {
        int size = checked((int)(Header.RowLength * Header.Format.Size));
        int count = size == 0 ? Header.Rows : rows.Length / size;
        if (Header.ColumnMajor)
        {
            ReadColumns(rows, count, size);
        }
        else
        {
            Fill(rows);
        }
        RequireText(rows, size);
        _row += count;
        if (_row == Header.Rows)
        {
            ExpectEnd();
        }
    }

    /// <summary>All rows at once.</summary>
    public byte[] ReadAll()
    {
        if (Header.Size > Array.MaxLength)
        {
            throw Fault($"has {Header.ShapeText} elements, more than fit in memory");
        }
        if (!_stream.CanSeek)
        {
            // Grows with what is really there: a header alone cannot make it ask for gigabytes.
            byte[] elements = Read((int)Header.Size, "elements");
            ExpectEnd();
            return elements;
        }
        byte[] rows = new byte[Header.Size];
        ReadRows(rows);
        return rows;
    }

    /// <exception cref="SourceException">The file ends before.</exception>
    public byte[] Read(int count, string what)
    {
        using var bytes = new MemoryStream();
        byte[] piece = new byte[Math.Min(count, 1 << 20)];
        while (bytes.Length < count)
        {
            int read = ReadSome(piece.AsSpan(0, (int)Math.Min(piece.Length, count - bytes.Length)));
            if (read == 0)
            {
                throw Fault($"ends inside its {what}, after {bytes.Length} of {count} bytes");
            }
            bytes.Write(piece, 0, read);
        }
        return bytes.ToArray();
    }

    public SourceException Fault(string reason) => new(_name, null, null, reason);

    /// <summary>A length that the file cannot have is said at once; in a packed file it shows when its end is read.</summary>
    private void CheckLength()
    {
        if (!_stream.CanSeek)
        {
            return;
        }
        long there = _stream.Length - _start;
        if (there < Header.Size)
        {
            throw Fault($"ends inside its elements, after {there} of {Header.Size} bytes");
        }
        if (there > Header.Size)
        {
            throw Fault($"goes on behind its {Header.ShapeText} elements");
        }
    }

    /// <summary>
    /// Columns are read here and there in the file, which packed bytes do not allow: the one case that needs memory for all.
    /// </summary>
    private void Unpack()
    {
        if (Header.Size > Array.MaxLength)
        {
            throw Fault("is packed and has its columns one after the other; it is too large for that, unpack it first");
        }
        byte[] header = new byte[_start];
        byte[] elements = Read((int)Header.Size, "elements");
        ExpectEnd();
        _stream.Dispose();
        var unpacked = new MemoryStream();
        unpacked.Write(header);
        unpacked.Write(elements);
        _stream = unpacked;
    }

    /// <summary>Element [i, j, k] of a column-major file stands at i + I·(j + J·k); its row-major place in row i is j·K + k.</summary>
    private void ReadColumns(Span<byte> rows, int count, int rowSize)
    {
        int size = Header.Format.Size;
        byte[] column = new byte[count * size];
        int[] shape = [.. Header.Shape.Skip(1)];
        for (int place = 0; place < Header.RowLength; place++)
        {
            _stream.Position = _start + (((ColumnMajor(place, shape) * Header.Rows) + _row) * size);
            Fill(column);
            for (int row = 0; row < count; row++)
            {
                column.AsSpan(row * size, size).CopyTo(rows[((row * rowSize) + (place * size))..]);
            }
        }
        _stream.Position = _start + Header.Size;
    }

    /// <summary>That texts are Unicode, which is said with their row.</summary>
    private void RequireText(ReadOnlySpan<byte> rows, int rowSize)
    {
        for (int at = 0; Header.Format.IsText && at < rows.Length; at += Header.Format.Size)
        {
            if (Header.Format.Text(rows.Slice(at, Header.Format.Size)) is null)
            {
                throw new SourceException(_name, _row + (at / rowSize) + 1L, null, "holds a text that is no Unicode", SourceException.Row);
            }
        }
    }

    private static long ColumnMajor(int place, int[] shape)
    {
        long result = 0;
        long behind = shape.Aggregate(1L, (product, length) => product * length);
        for (int dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            behind /= shape[dimension];
            result += place % shape[dimension] * behind;
            place /= shape[dimension];
        }
        return result;
    }

    private void Fill(Span<byte> target)
    {
        int done = 0;
        while (done < target.Length)
        {
            int read = ReadSome(target[done..]);
            if (read == 0)
            {
                throw Fault($"ends inside its elements, after {_position - _start} of {Header.Size} bytes");
            }
            done += read;
        }
    }

    private void ExpectEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (ReadSome(one) > 0)
        {
            throw Fault($"goes on behind its {Header.ShapeText} elements");
        }
    }

    private int ReadSome(Span<byte> target)
    {
        try
        {
            int read = _stream.Read(target);
            _position += read;
            return read;
        }
        catch (Exception e) when (SourceFile.IsFault(e))
        {
            throw SourceFile.Unreadable(_name, e);
        }
    }
}
