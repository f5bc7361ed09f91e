namespace Hallmark.Learning;

/// <summary>
/// The sum of many logarithms as the logarithm of a product, taken now and then: a product costs a hundredth of a logarithm.
/// </summary>
internal struct LogProduct
{
    private const double Large = 1e200; // times another factor it stays finite

    private double _log;
    private double _product;

    public LogProduct() => _product = 1;

    /// <param name="factor">From 1 to 1e100.</param>
    public void Multiply(double factor)
    {
        _product *= factor;
        if (_product > Large)
        {
            (_log, _product) = (Log(), 1);
        }
    }

    public readonly double Log() => _log + PortableMath.Log(_product);
}
