using System.Buffers.Binary;

namespace Hallmark.Learning;

/// <summary>
/// The bytes of a <see cref="MlpCheckpoint"/>, version 1, frozen. Little-endian; one checkpoint has exactly one encoding.
/// <code>
/// offset  size    field
/// 0       8       magic "HMKCHECK"
/// 8       4       version, 1
/// 12      8       learning rate, float64
/// 20      8       momentum, float64
/// 28      8       L2, float64
/// 36      4       records per minibatch
/// 40      8       seed
/// 48      8       minibatches taken, below 2^63
/// 56      32      generator state, four words, not all zero
/// 88      4       length of the model M
/// 92      M       the model of either version, see <see cref="ModelFormat"/>: it gives the layers, too
/// 92 + M  4 · P   velocity of each of the model's P parameters, float32
/// </code>
/// </summary>
public static class CheckpointFormat
{
    private const uint Version = 1;
    private const int HeadSize = 92;

    private static ReadOnlySpan<byte> MagicBytes => "HMKCHECK"u8;

    public static byte[] Write(MlpCheckpoint checkpoint)
    {
        MlpOptions options = checkpoint.Options;
        byte[] model = ModelFormat.Write(checkpoint.Model);
        byte[] bytes = new byte[HeadSize + model.Length + (sizeof(float) * checkpoint.Velocity.Length)];
        Span<byte> head = bytes;
        MagicBytes.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Version);
        BinaryPrimitives.WriteDoubleLittleEndian(head[12..], options.LearningRate);
        BinaryPrimitives.WriteDoubleLittleEndian(head[20..], options.Momentum);
        BinaryPrimitives.WriteDoubleLittleEndian(head[28..], options.L2);
        BinaryPrimitives.WriteUInt32LittleEndian(head[36..], (uint)options.MiniBatch);
        BinaryPrimitives.WriteUInt64LittleEndian(head[40..], options.Seed);
        BinaryPrimitives.WriteInt64LittleEndian(head[48..], checkpoint.Steps);
        for (int i = 0; i < SeededRandom.StateSize; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(head[(56 + (i * sizeof(ulong)))..], checkpoint.Generator[i]);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(head[88..], (uint)model.Length);
        model.CopyTo(head[HeadSize..]);
        ModelFormat.WriteFloats(head[(HeadSize + model.Length)..], checkpoint.Velocity);
        return bytes;
    }

    /// <summary>Reads exactly one checkpoint; trusts nothing.</summary>
    public static Reading<MlpCheckpoint> Read(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        cursor.Magic(MagicBytes);
        cursor.Count("version", (int)Version, (int)Version);
        double learningRate = cursor.Double("learning rate");
        double momentum = cursor.Double("momentum");
        double l2 = cursor.Double("L2");
        uint miniBatch = cursor.UInt32("records per minibatch");
        ulong seed = cursor.UInt64("seed");
        ulong steps = cursor.UInt64("steps");
        cursor.Require(steps <= long.MaxValue, $"{steps} steps are too many.");
        ulong[] generator = [cursor.UInt64("state"), cursor.UInt64("state"), cursor.UInt64("state"), cursor.UInt64("state")];
        cursor.Require(generator.AsSpan().ContainsAnyExcept(0UL), "the generator's state is all zero.");
        uint modelLength = cursor.UInt32("length of the model");
        int modelOffset = cursor.Offset;
        Reading<Model> model = ModelFormat.Read(cursor.Take(modelLength, "model"));
        if (cursor.Failure is null && model is Reading<Model>.Malformed bad)
        {
            return new Reading<MlpCheckpoint>.Malformed(modelOffset + bad.Offset, bad.Reason);
        }
        if (cursor.Failure is not null || model is not Reading<Model>.Good { Value: { Network: Mlp network } value })
        {
            return new Reading<MlpCheckpoint>.Malformed(cursor.Offset, cursor.Failure ?? "no model.");
        }
        var options = new MlpOptions(network.Inputs, network.Hidden, network.Classes)
        {
            LearningRate = learningRate,
            Momentum = momentum,
            L2 = l2,
            MiniBatch = (int)Math.Min(miniBatch, int.MaxValue),
            Seed = seed,
        };
        if (options.Fault() is { } fault)
        {
            cursor.Fail($"{fault.Field} cannot be {fault.Value}.");
        }
        float[] velocity = new float[network.Parameters.Length];
        cursor.Floats(velocity, "velocity");
        cursor.End();
        return cursor.Failure is null
            ? new Reading<MlpCheckpoint>.Good(new MlpCheckpoint(options, value, velocity, generator, (long)steps))
            : new Reading<MlpCheckpoint>.Malformed(cursor.Offset, cursor.Failure);
    }
}
