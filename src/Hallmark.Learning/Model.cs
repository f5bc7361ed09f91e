namespace Hallmark.Learning;

/// <summary>A network with the scaling its inputs need: together they turn raw features into classes.</summary>
public sealed record Model
{
    /// <exception cref="ArgumentException">The two have different numbers of features.</exception>
    public Model(StandardScaler scaler, Mlp network)
    {
        if (scaler.Features != network.Inputs)
        {
            throw new ArgumentException($"The scaler has {scaler.Features} features, the network {network.Inputs} inputs.", nameof(scaler));
        }
        (Scaler, Network) = (scaler, network);
    }

    public StandardScaler Scaler { get; }

    public Mlp Network { get; }

    /// <summary>The class of each row of raw features.</summary>
    public int[] Predict(Matrix features) => Network.Predict(Scaler.Transform(features));
}
