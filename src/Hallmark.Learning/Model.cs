namespace Hallmark.Learning;

/// <summary>
/// A network with the scaling its inputs need, and its output where that is a number: together they turn raw features into classes, or
/// into numbers.
/// </summary>
public sealed record Model
{
    /// <exception cref="ArgumentException">Parts that do not fit each other.</exception>
    public Model(StandardScaler scaler, Mlp network, TargetScale? targets = null)
    {
        if (scaler.Features != network.Inputs)
        {
            throw new ArgumentException($"The scaler has {scaler.Features} features, the network {network.Inputs} inputs.", nameof(scaler));
        }
        if ((targets is null) == (network.Classes == 1))
        {
            throw new ArgumentException("A network of one output foretells a number in a scale, and no other has one.", nameof(targets));
        }
        (Scaler, Network, Targets) = (scaler, network, targets);
    }

    public StandardScaler Scaler { get; }

    public Mlp Network { get; }

    /// <summary>The scale of what it foretells; null where it tells classes apart.</summary>
    public TargetScale? Targets { get; }

    /// <summary>The class of each row of raw features.</summary>
    public int[] Predict(Matrix features) => Network.Predict(Scaler.Transform(features));

    /// <summary>The number of each row of raw features.</summary>
    /// <exception cref="InvalidOperationException">It tells classes apart.</exception>
    public double[] Foretell(Matrix features)
    {
        TargetScale targets = Targets ?? throw new InvalidOperationException("The model tells classes apart.");
        Matrix scores = Network.Scores(Scaler.Transform(features));
        return [.. Enumerable.Range(0, scores.Rows).Select(row => targets.Restore(scores[row, 0]))];
    }
}
