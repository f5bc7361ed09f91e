using System.Formats.Cbor;

namespace Hallmark.Evidence;

/// <summary>
/// Refuses deep nesting before a strict reader sees it: to notice a double, such a reader hashes every map key, and where keys
/// are maps with maps for keys, the inner ones again at each depth. A message of 64 KiB took a second that way.
/// </summary>
internal static class CborDepth
{
    /// <summary>Looks at the first value in <paramref name="bytes"/>, one token at a time and without comparing keys.</summary>
    /// <exception cref="CborContentException">Not well-formed.</exception>
    public static void Check(ReadOnlyMemory<byte> bytes, string name)
    {
        var reader = new CborReader(bytes, CborConformanceMode.Lax);
        for (CborReaderState state = reader.PeekState(); state != CborReaderState.Finished; state = reader.PeekState())
        {
            switch (state)
            {
                case CborReaderState.StartArray: reader.ReadStartArray(); break;
                case CborReaderState.EndArray: reader.ReadEndArray(); break;
                case CborReaderState.StartMap: reader.ReadStartMap(); break;
                case CborReaderState.EndMap: reader.ReadEndMap(); break;
                case CborReaderState.Tag: reader.ReadTag(); break;
                default: reader.SkipValue(); break;
            }
            if (reader.CurrentDepth > CborScanner.DepthLimit)
            {
                throw new MalformedException(name, $"is nested more than {CborScanner.DepthLimit} deep");
            }
        }
    }
}
