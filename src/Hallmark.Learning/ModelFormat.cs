using System.Buffers.Binary;

namespace Hallmark.Learning;

/// <summary>
/// The bytes of a <see cref="Model"/>, version 1, frozen. Little-endian; one model has exactly one encoding, so its digest names
/// it. A NaN parameter (a training that diverged) is written as 0x7FC00000 and read as nothing else.
/// <code>
/// size          field
/// 8             magic "HMKMODEL"
/// 4             version, 1
/// 4             inputs I, 1 to 2^20
/// 4             hidden layers H, 0 to 16
/// 4 · H         widths, each 1 to 65,536
/// 4             classes C, 2 to 65,536
/// 8 · I         scaler: mean of each feature, float64, finite
/// 8 · I         scaler: scale of each feature, float64, finite, positive
/// per layer, first to last, at most 2^27 numbers in all:
///   4 · in · out  weights [in, out], row by row, float32
///   4 · out       biases, float32
/// </code>
/// </summary>
public static class ModelFormat
{
    private const uint Version = 1;

    private static ReadOnlySpan<byte> MagicBytes => "HMKMODEL"u8;

    public static byte[] Write(Model model)
    {
        Mlp network = model.Network;
        byte[] bytes = new byte[Size(network)];
        Span<byte> rest = bytes;
        MagicBytes.CopyTo(rest);
        rest = rest[MagicBytes.Length..];
        foreach (uint field in (IEnumerable<uint>)[Version, (uint)network.Inputs, (uint)network.Hidden.Count, .. network.Hidden.Select(width => (uint)width), (uint)network.Classes])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(rest, field);
            rest = rest[sizeof(uint)..];
        }
        rest = WriteDoubles(rest, model.Scaler.Mean);
        rest = WriteDoubles(rest, model.Scaler.Scale);
        WriteFloats(rest, network.Parameters);
        return bytes;
    }

    /// <summary>Reads exactly one model; trusts nothing, and allocates no more than the bytes present can fill.</summary>
    public static Reading<Model> Read(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        Model? model = Read(ref cursor);
        cursor.End();
        return cursor.Failure is null ? new Reading<Model>.Good(model!) : new Reading<Model>.Malformed(cursor.Offset, cursor.Failure);
    }

    internal static Span<byte> WriteFloats(Span<byte> destination, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination, PortableMath.Canonical(value));
            destination = destination[sizeof(float)..];
        }
        return destination;
    }

    private static Span<byte> WriteDoubles(Span<byte> destination, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(destination, value);
            destination = destination[sizeof(double)..];
        }
        return destination;
    }

    private static int Size(Mlp network) =>
        MagicBytes.Length + (sizeof(uint) * (4 + network.Hidden.Count)) + (2 * sizeof(double) * network.Inputs)
        + (sizeof(float) * network.Parameters.Length);

    private static Model? Read(ref ByteCursor cursor)
    {
        cursor.Magic(MagicBytes);
        cursor.Count("version", (int)Version, (int)Version);
        int inputs = cursor.Count("inputs", 1, MlpOptions.InputsMax);
        int[] hidden = new int[cursor.Count("hidden layers", 0, MlpOptions.HiddenLayersMax)];
        for (int i = 0; i < hidden.Length; i++)
        {
            hidden[i] = cursor.Count("width", 1, MlpOptions.LayerWidthMax);
        }
        int classes = cursor.Count("classes", 2, MlpOptions.LayerWidthMax);
        StandardScaler? scaler = ReadScaler(ref cursor, inputs);
        long parameters = new MlpOptions(inputs, hidden, classes).ParameterCount();
        cursor.Require(parameters <= MlpOptions.ParametersMax, $"{parameters} parameters, {MlpOptions.ParametersMax} are allowed.");
        cursor.Require(parameters * sizeof(float) <= cursor.Remaining, $"{parameters} parameters wanted, {cursor.Remaining} bytes are left.");
        if (cursor.Failure is not null)
        {
            return null;
        }
        var network = new Mlp(inputs, hidden, classes);
        cursor.Floats(network.Parameters, "parameter");
        return new Model(scaler!, network);
    }

    private static StandardScaler? ReadScaler(ref ByteCursor cursor, int inputs)
    {
        cursor.Require(inputs * 2L * sizeof(double) <= cursor.Remaining, $"the scaler needs {inputs * 2L * sizeof(double)} bytes, {cursor.Remaining} are left.");
        if (cursor.Failure is not null)
        {
            return null;
        }
        double[] mean = new double[inputs];
        double[] scale = new double[inputs];
        for (int i = 0; i < inputs; i++)
        {
            mean[i] = cursor.Double("mean");
        }
        for (int i = 0; i < inputs; i++)
        {
            scale[i] = cursor.Double("scale");
            cursor.Require(StandardScaler.IsUsable(mean[i], scale[i]), $"feature {i} has mean {mean[i]} and scale {scale[i]}.");
        }
        return cursor.Failure is null ? new StandardScaler(mean, scale) : null;
    }
}
