using Hallmark.Sources.Embeddings;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hallmark.Embeddings;

/// <summary>
/// An ONNX model whose only input is a list of texts (tensor(string), one dimension) and whose first output has a row of floats for each.
/// Whatever takes a text apart, such as a tokenizer, is a part of the model: the operators of ONNX for texts are there.
/// </summary>
public sealed class OnnxEmbedder : ITextEmbedder
{
    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly string _output;

    /// <param name="path">File with the model.</param>
    /// <exception cref="InvalidDataException">It is no such model.</exception>
    public OnnxEmbedder(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException("there is no such model");
        }
        // one thread, and nothing that hangs on what the machine can do beyond it: the same numbers as far as a library can give them
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_BASIC,
        };
        try
        {
            _session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"is no model that can be run: {e.Message}", e);
        }
        try
        {
            (_input, _output) = (InputOf(_session), _session.OutputNames[0]);
            Size = Run(["text"]).Length;
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    public string Library => $"onnxruntime {typeof(InferenceSession).Assembly.GetName().Version?.ToString(3)}";

    public int Size { get; }

    public void Embed(IReadOnlyList<string> texts, Span<float> vectors)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(texts.Count, ITextEmbedder.MostTexts, nameof(texts));
        Run(texts).CopyTo(vectors);
    }

    public void Dispose() => _session.Dispose();

    private static string InputOf(InferenceSession session) =>
        session.InputMetadata is { Count: 1 } inputs && inputs.Single() is var (name, input)
            && input.ElementType == typeof(string) && input.Dimensions.Length == 1
            ? name
            : throw new InvalidDataException("is a model that takes something else than one list of texts");

    private float[] Run(IReadOnlyList<string> texts)
    {
        var input = new DenseTensor<string>(texts.ToArray(), [texts.Count]);
        try
        {
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs =
                _session.Run([NamedOnnxValue.CreateFromTensor(_input, input)], [_output]);
            return outputs[0].Value is Tensor<float> { Rank: 2 } rows && rows.Dimensions[0] == texts.Count
                    && rows.Dimensions[1] is > 0 and <= ITextEmbedder.SizeLimit && (Size == 0 || rows.Dimensions[1] == Size)
                ? Finite([.. rows])
                : throw new InvalidDataException(
                    $"the model does not give a row of floats for each text, of one length of at most {ITextEmbedder.SizeLimit}");
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"the model cannot be run on it: {e.Message}", e);
        }
    }

    private static float[] Finite(float[] values) => Array.TrueForAll(values, float.IsFinite)
        ? values
        : throw new InvalidDataException("the model gives what is no number");
}
