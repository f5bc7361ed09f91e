using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Learning;

/// <summary>
/// Trains a network by stochastic gradient descent with momentum on softmax cross-entropy (Rumelhart, Hinton and Williams,
/// 1986), or on squared errors where it foretells a number. It is fed one batch of records at a time, so whoever feeds it decides, and can
/// prove, which records came in what order; the same options and batches give the same bits on any machine. Not safe for use by several
/// threads.
/// </summary>
public sealed class MlpTrainer
{
    private readonly MlpOptions _options;
    private readonly Mlp _velocity; // the last step of each parameter, in the shape of the network
    private readonly SeededRandom _random;
    private Backpropagation? _workspace; // kept from minibatch to minibatch while their size stays

    /// <exception cref="ArgumentException">Options that <see cref="MlpOptions.Validate"/> refuses.</exception>
    public MlpTrainer(MlpOptions options)
        : this(options, Mlp.Initial(options), new SeededRandom(options.Seed, "mlp.order"), 0)
    {
    }

    private MlpTrainer(MlpOptions options, Mlp network, SeededRandom random, long steps)
    {
        _options = options;
        _velocity = new Mlp(options.Inputs, options.Hidden, options.Classes);
        _random = random;
        Network = network;
        Steps = steps;
    }

    /// <summary>The network as trained so far; the trainer goes on changing it.</summary>
    public Mlp Network { get; }

    /// <summary>How many minibatches were trained on so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Continues exactly where the checkpoint was taken; takes copies.</summary>
    /// <exception cref="ArgumentException">Parts of the checkpoint do not fit each other.</exception>
    public static MlpTrainer Resume(MlpCheckpoint checkpoint)
    {
        MlpOptions options = checkpoint.Options;
        options.Validate();
        Mlp network = checkpoint.Model.Network;
        if (network.Inputs != options.Inputs || !network.Hidden.SequenceEqual(options.Hidden) || network.Classes != options.Classes
            || checkpoint.Velocity.Length != network.Parameters.Length || checkpoint.Steps < 0)
        {
            throw new ArgumentException("Options, network and velocity of the checkpoint have different shapes.", nameof(checkpoint));
        }
        var random = SeededRandom.FromState(checkpoint.Generator);
        var trainer = new MlpTrainer(options, network.Copy(), random, checkpoint.Steps);
        checkpoint.Velocity.CopyTo(trainer._velocity.Parameters);
        return trainer;
    }

    /// <summary>All that is needed to continue; later training does not change it.</summary>
    /// <param name="scaler">What the records went through before they came here.</param>
    /// <param name="targets">What their targets went through; null where the network tells classes apart.</param>
    public MlpCheckpoint TakeCheckpoint(StandardScaler scaler, TargetScale? targets = null) =>
        new(_options, new Model(scaler, Network.Copy(), targets), _velocity.Parameters.ToArray(), _random.ExportState(), Steps);

    /// <summary>
    /// Trains once on each record of a batch, in an order drawn from the trainer's own generator, a minibatch at a time.
    /// </summary>
    /// <param name="features"><c>[records, inputs]</c>, at least one record; already scaled.</param>
    /// <param name="labels">One class per record.</param>
    /// <returns>Mean cross-entropy of the records, in nats, each as it was just before its own step.</returns>
    /// <exception cref="ArgumentException">Shapes or labels that do not fit; the network is then unchanged.</exception>
    public double TrainOn(Matrix features, ReadOnlySpan<int> labels) => TrainOn(features, labels, noise: null);

    /// <summary>The same on labels that may be wrong: the network learns the true classes behind them (Patrini et al., 2017).</summary>
    /// <param name="features"><c>[records, inputs]</c>, at least one record; already scaled.</param>
    /// <param name="labels">The class given for each record.</param>
    /// <param name="noise">The chance <c>[true, given]</c> of each class to be given as each, all positive; null: labels are true.</param>
    public double TrainOn(Matrix features, ReadOnlySpan<int> labels, Matrix? noise)
    {
        Matrix? byGiven = noise is null ? null : NoiseLayer.ByGiven(noise, Network.Classes);
        Network.RequireLabels(features, labels);
        int[] order = Order(features);
        double loss = 0;
        for (int first = 0; first < order.Length; first += _options.MiniBatch)
        {
            Span<int> records = order.AsSpan(first, Math.Min(_options.MiniBatch, order.Length - first));
            Backpropagation workspace = WorkspaceFor(records.Length);
            loss += workspace.Run(features, labels, records, byGiven);
            Descend(workspace.Gradient);
        }
        return PortableMath.Canonical(loss / labels.Length);
    }

    /// <summary>The same for a network that foretells a number.</summary>
    /// <param name="features"><c>[records, inputs]</c>, at least one record; already scaled.</param>
    /// <param name="targets">One number per record, of about the size 1.</param>
    /// <returns>Half the mean squared error of the records, each as it was just before its own step.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit, or a network of several classes; it is then unchanged.</exception>
    public double TrainOnTargets(Matrix features, ReadOnlySpan<float> targets)
    {
        if (Network.Classes != 1 || targets.IsEmpty || targets.Length != features.Rows)
        {
            throw new ArgumentException(
                $"{features.Rows} records and {targets.Length} targets for a network of {Network.Classes} outputs.", nameof(targets));
        }
        int[] order = Order(features);
        double loss = 0;
        for (int first = 0; first < order.Length; first += _options.MiniBatch)
        {
            Span<int> records = order.AsSpan(first, Math.Min(_options.MiniBatch, order.Length - first));
            Backpropagation workspace = WorkspaceFor(records.Length);
            loss += workspace.Run(features, targets, records);
            Descend(workspace.Gradient);
        }
        return PortableMath.Canonical(loss / targets.Length);
    }

    /// <summary>The order in which records come, drawn anew.</summary>
    private int[] Order(Matrix features)
    {
        if (features.Columns != Network.Inputs)
        {
            throw new ArgumentException($"The network takes {Network.Inputs} features, not {features.Columns}.", nameof(features));
        }
        int[] order = new int[features.Rows];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        _random.Shuffle<int>(order);
        return order;
    }

    private Backpropagation WorkspaceFor(int records) =>
        _workspace?.Records == records ? _workspace : _workspace = new Backpropagation(Network, records);

    private void Descend(Mlp gradients)
    {
        for (int i = 0; i < Network.Layers.Count; i++)
        {
            DenseLayer layer = Network.Layers[i];
            DenseLayer gradient = gradients.Layers[i];
            DenseLayer velocity = _velocity.Layers[i];
            Descend(layer.Weights.Values, gradient.Weights.Values, velocity.Weights.Values, (float)_options.L2);
            Descend(layer.Bias, gradient.Bias, velocity.Bias, 0);
        }
        Steps++;
    }

    // velocity = momentum · velocity - rate · (gradient + decay · parameter); parameter = parameter + velocity. Element by
    // element, so that lanes and the scalar rest round alike.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Descend(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> velocities, float decay)
    {
        float rate = (float)_options.LearningRate;
        float momentum = (float)_options.Momentum;
        int i = 0;
        for (; i <= parameters.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var parameter = Vector256.Create<float>(parameters[i..]);
            Vector256<float> gradient = Vector256.Create(gradients[i..]) + (decay * parameter);
            Vector256<float> velocity = (momentum * Vector256.Create<float>(velocities[i..])) - (rate * gradient);
            velocity.CopyTo(velocities[i..]);
            (parameter + velocity).CopyTo(parameters[i..]);
        }
        for (; i < parameters.Length; i++)
        {
            float gradient = gradients[i] + (decay * parameters[i]);
            velocities[i] = (momentum * velocities[i]) - (rate * gradient);
            parameters[i] += velocities[i];
        }
    }
}
