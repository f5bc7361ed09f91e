using System.Text;

namespace Hallmark.Embeddings.Tests;

/// <summary>
/// Models written byte by byte, as protocol buffers (onnx.proto3 of ONNX 1.16): one that counts words, by the operators StringSplit and
/// TfIdfVectorizer of the standard.
/// </summary>
internal static class OnnxModel
{
    private const int FloatType = 1;
    private const int StringType = 8;

    /// <summary>Takes a list of texts, gives how often each of the words is in each.</summary>
    public static byte[] CountsOf(params string[] words) => Model(
        [
            Node("StringSplit", ["texts"], ["words", "counts"]),
            Node(
                "TfIdfVectorizer", ["words"], ["vectors"],
                Text("mode", "TF"), Number("min_gram_length", 1), Number("max_gram_length", 1), Number("max_skip_count", 0),
                Numbers("ngram_counts", [0]), Numbers("ngram_indexes", [.. Enumerable.Range(0, words.Length)]),
                Texts("pool_strings", words)),
        ],
        Value("texts", StringType), Value("vectors", FloatType));

    /// <summary>Gives texts in place of numbers.</summary>
    public static byte[] OfTexts() => Model(
        [Node("StringSplit", ["texts"], ["words", "counts"])], Value("texts", StringType), Value("words", StringType));

    /// <summary>Takes numbers in place of texts.</summary>
    public static byte[] OfNumbers() => Model([Node("Abs", ["x"], ["y"])], Value("x", FloatType), Value("y", FloatType));

    private static byte[] Model(byte[][] nodes, byte[] input, byte[] output) =>
    [
        .. Varint(1, 9),
        .. Bytes(7, [.. nodes.SelectMany(node => Bytes(1, node)), .. Bytes(2, "words"), .. Bytes(11, input), .. Bytes(12, output)]),
        .. Bytes(8, [.. Bytes(1, ""), .. Varint(2, 20)]),
    ];

    private static byte[] Node(string kind, string[] inputs, string[] outputs, params byte[][] attributes) =>
    [
        .. inputs.SelectMany(name => Bytes(1, name)), .. outputs.SelectMany(name => Bytes(2, name)), .. Bytes(4, kind),
        .. attributes.SelectMany(attribute => Bytes(5, attribute)),
    ];

    private static byte[] Number(string name, long value) => [.. Bytes(1, name), .. Varint(3, value), .. Varint(20, 2)];

    private static byte[] Text(string name, string value) => [.. Bytes(1, name), .. Bytes(4, value), .. Varint(20, 3)];

    private static byte[] Numbers(string name, int[] values) =>
        [.. Bytes(1, name), .. values.SelectMany(value => Varint(8, value)), .. Varint(20, 7)];

    private static byte[] Texts(string name, string[] values) =>
        [.. Bytes(1, name), .. values.SelectMany(value => Bytes(9, value)), .. Varint(20, 8)];

    /// <summary>A tensor of one dimension where it holds texts to read, of two otherwise.</summary>
    private static byte[] Value(string name, int type)
    {
        string[] dimensions = name == "texts" ? ["n"] : ["n", "k"];
        byte[] shape = [.. dimensions.SelectMany(dimension => Bytes(1, Bytes(2, dimension)))];
        return [.. Bytes(1, name), .. Bytes(2, Bytes(1, [.. Varint(1, type), .. Bytes(2, shape)]))];
    }

    private static byte[] Bytes(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] value) => [.. Raw((field << 3) | 2), .. Raw(value.Length), .. value];

    private static byte[] Varint(int field, long value) => [.. Raw(field << 3), .. Raw(value)];

    private static byte[] Raw(long value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)((value & 0x7F) | 0x80));
        }
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
