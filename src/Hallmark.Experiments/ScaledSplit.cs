using Hallmark.Learning;

namespace Hallmark.Experiments;

/// <summary>Records to learn from and to test on, on one scale that only the former decide.</summary>
internal static class ScaledSplit
{
    private const int FeaturesMax = 64; // wider data are projected on as many principal components

    public static (Matrix Train, Matrix Test) Of(Matrix train, Matrix test)
    {
        var scaler = StandardScaler.Fit(train);
        (train, test) = (scaler.Transform(train), scaler.Transform(test));
        if (train.Columns <= FeaturesMax)
        {
            return (train, test);
        }
        var components = PrincipalComponents.Fit(train, FeaturesMax);
        return (components.Project(train), components.Project(test));
    }
}
