using System.Buffers.Binary;

namespace Hallmark.Sources.Columnar;

/// <summary>
/// Looks at the schema of an Arrow file before the library does, which would follow a hostile one without end: fields within fields deeper
/// than any stack, or so shared that they are more than any memory. Reads nothing but how fields lie in each other (FlatBuffers tables
/// Message, Footer, Schema and Field of the format's Schema.fbs).
/// </summary>
internal static class ArrowSchemaGuard
{
    private const int DepthLimit = 64;
    private const int FieldLimit = 1 << 17;
    private const int MetadataLimit = 64 << 20;
    private const int FooterEnd = 10; // length of the footer and the magic
    private const int FirstMessage = 8; // of a file: behind the magic and its padding

    /// <summary>Whether it is a file and no stream; the stream stands at its beginning afterwards.</summary>
    /// <exception cref="InvalidDataException">Cut off, or fields beyond the limits.</exception>
    public static bool IsFile(Stream stream)
    {
        Span<byte> begin = stackalloc byte[FirstMessage];
        stream.Position = 0;
        stream.ReadExactly(begin);
        bool isFile = begin.StartsWith(ArrowSource.FileMagic);
        if (isFile)
        {
            LookAtFooter(stream);
            LookAtMessage(stream, FirstMessage); // the same schema again, for those who read it as a stream
        }
        else
        {
            LookAtMessage(stream, 0);
        }
        stream.Position = 0;
        return isFile;
    }

    private static void LookAtFooter(Stream stream)
    {
        Span<byte> end = stackalloc byte[FooterEnd];
        stream.Position = Math.Max(0, stream.Length - FooterEnd);
        stream.ReadExactly(end);
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (!end.EndsWith(ArrowSource.FileMagic) || length < 0 || length > stream.Length - FooterEnd - FirstMessage)
        {
            throw new InvalidDataException("it does not end as an Arrow file does");
        }
        byte[] footer = Read(stream, stream.Length - FooterEnd - length, length);
        new Tables(footer).LookAtSchema(field: 1);
    }

    private static void LookAtMessage(Stream stream, long position)
    {
        Span<byte> begin = stackalloc byte[FirstMessage];
        stream.Position = position;
        stream.ReadExactly(begin);
        bool continued = begin.StartsWith(ArrowSource.Continuation);
        int length = BinaryPrimitives.ReadInt32LittleEndian(continued ? begin[4..] : begin);
        new Tables(Read(stream, position + (continued ? 8 : 4), length)).LookAtSchema(field: 2);
    }

    private static byte[] Read(Stream stream, long position, int length)
    {
        if (length is <= 0 or > MetadataLimit || length > stream.Length - position)
        {
            throw new InvalidDataException($"it claims {length} bytes of schema");
        }
        byte[] bytes = new byte[length];
        stream.Position = position;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed class Tables(byte[] bytes)
    {
        private const int Fields = 1; // of Schema
        private const int Children = 5; // of Field
        private int _fields;

        /// <param name="field">Number of the schema in the root table.</param>
        public void LookAtSchema(int field)
        {
            int schema = Follow(Follow(0), field);
            LookAtFields(schema < 0 ? throw Broken() : schema, Fields, 0);
        }

        private void LookAtFields(int table, int field, int depth)
        {
            int vector = Follow(table, field);
            if (vector < 0)
            {
                return;
            }
            int count = Int32(vector);
            if (depth > DepthLimit || count < 0 || (_fields += count) > FieldLimit)
            {
                throw new InvalidDataException($"it has more than {FieldLimit} fields, or fields nested deeper than {DepthLimit}");
            }
            for (int i = 0; i < count; i++)
            {
                LookAtFields(Follow(vector + 4 + (4 * i)), Children, depth + 1);
            }
        }

        /// <summary>What a field of a table refers to; negative where it has none.</summary>
        private int Follow(int table, int field)
        {
            int virtualTable = table - Int32(table);
            int entry = 4 + (2 * field);
            int offset = entry + 2 > UInt16(virtualTable) ? 0 : UInt16(virtualTable + entry);
            return offset == 0 ? -1 : Follow(table + offset);
        }

        private int Follow(int position) => position + Int32(position) is var target && target > position ? target : throw Broken();

        private int Int32(int position) => position >= 0 && position <= bytes.Length - 4
            ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position))
            : throw Broken();

        private int UInt16(int position) => position >= 0 && position <= bytes.Length - 2
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(position))
            : throw Broken();

        private static InvalidDataException Broken() => new("its schema refers to what is not there");
    }
}
