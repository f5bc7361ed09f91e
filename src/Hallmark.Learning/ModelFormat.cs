using System.Buffers.Binary;

namespace Hallmark.Learning;

/// <summary>
/// The bytes of a <see cref="Model"/>, versions 1 (classes) and 2 (a number), frozen. Little-endian; one model has exactly one encoding, so
/// its digest names it. A NaN parameter (a training that diverged) is written as 0x7FC00000 and read as nothing else.
/// <code>
/// size          field
/// 8             magic "HMKMODEL"
/// 4             version, 1; 2 where it foretells a number
/// 4             inputs I, 1 to 2^20
/// 4             hidden layers H, 0 to 16
/// 4 · H         widths, each 1 to 65,536
/// 4             classes C, 2 to 65,536; 1 in version 2
/// 8 · I         scaler: mean of each feature, float64, finite
/// 8 · I         scaler: scale of each feature, float64, finite, positive
/// 8, 8          only in version 2: mean and scale of what it foretells, float64, as above
/// per layer, first to last, at most 2^27 numbers in all:
///   4 · in · out  weights [in, out], row by row, float32
///   4 · out       biases, float32
/// </code>
/// </summary>
public static class ModelFormat
{
    private const int OfClasses = 1;
    private const int OfNumbers = 2;

    private static ReadOnlySpan<byte> MagicBytes => "HMKMODEL"u8;

    public static byte[] Write(Model model)
    {
        Mlp network = model.Network;
        byte[] bytes = new byte[Size(network, model.Targets)];
        Span<byte> rest = bytes;
        MagicBytes.CopyTo(rest);
        rest = rest[MagicBytes.Length..];
        int version = model.Targets is null ? OfClasses : OfNumbers;
        foreach (int field in (IEnumerable<int>)[version, network.Inputs, network.Hidden.Count, .. network.Hidden, network.Classes])
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, field);
            rest = rest[sizeof(uint)..];
        }
        rest = WriteDoubles(rest, model.Scaler.Mean);
        rest = WriteDoubles(rest, model.Scaler.Scale);
        if (model.Targets is { } targets)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(rest, targets.Mean);
            BinaryPrimitives.WriteDoubleLittleEndian(rest[sizeof(double)..], targets.Scale);
            rest = rest[(2 * sizeof(double))..];
        }
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

    private static int Size(Mlp network, TargetScale? targets) =>
        MagicBytes.Length + (sizeof(uint) * (4 + network.Hidden.Count))
        + (2 * sizeof(double) * (network.Inputs + (targets is null ? 0 : 1))) + (sizeof(float) * network.Parameters.Length);

    private static Model? Read(ref ByteCursor cursor)
    {
        cursor.Magic(MagicBytes);
        int version = cursor.Count("version", OfClasses, OfNumbers);
        int inputs = cursor.Count("inputs", 1, MlpOptions.InputsMax);
        int[] hidden = new int[cursor.Count("hidden layers", 0, MlpOptions.HiddenLayersMax)];
        for (int i = 0; i < hidden.Length; i++)
        {
            hidden[i] = cursor.Count("width", 1, MlpOptions.LayerWidthMax);
        }
        int classes = version == OfNumbers ? cursor.Count("outputs", 1, 1) : cursor.Count("classes", 2, MlpOptions.LayerWidthMax);
        StandardScaler? scaler = ReadScaler(ref cursor, inputs);
        TargetScale? targets = version == OfNumbers ? ReadTargets(ref cursor) : null;
        long parameters = new MlpOptions(inputs, hidden, classes).ParameterCount();
        cursor.Require(parameters <= MlpOptions.ParametersMax, $"{parameters} parameters, {MlpOptions.ParametersMax} are allowed.");
        long needed = parameters * sizeof(float);
        cursor.Require(needed <= cursor.Remaining, $"the parameters need {needed} bytes, {cursor.Remaining} are left.");
        if (cursor.Failure is not null)
        {
            return null;
        }
        var network = new Mlp(inputs, hidden, classes);
        cursor.Floats(network.Parameters, "parameter");
        return new Model(scaler!, network, targets);
    }

    private static TargetScale ReadTargets(ref ByteCursor cursor)
    {
        var targets = new TargetScale(cursor.Double("mean of targets"), cursor.Double("scale of targets"));
        cursor.Require(
            StandardScaler.IsUsable(targets.Mean, targets.Scale), $"targets have mean {targets.Mean} and scale {targets.Scale}.");
        return targets;
    }

    private static StandardScaler? ReadScaler(ref ByteCursor cursor, int inputs)
    {
        long needed = inputs * 2L * sizeof(double);
        cursor.Require(needed <= cursor.Remaining, $"the scaler needs {needed} bytes, {cursor.Remaining} are left.");
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
