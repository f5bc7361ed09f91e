namespace Hallmark.Quality.Backdoors;

/// <summary>How the features of a record lie in a picture: row by row, one grey value each.</summary>
/// <param name="Height">Rows of the picture, at least 1.</param>
/// <param name="Width">Columns of the picture, at least 1.</param>
public readonly record struct ImageShape(int Height, int Width)
{
    /// <summary>Number of features it explains.</summary>
    public int Size => checked(Height * Width);

    /// <summary>The features under a square, row by row.</summary>
    /// <param name="top">First row.</param>
    /// <param name="left">First column.</param>
    /// <param name="side">Rows and columns of the square; it must lie inside.</param>
    public int[] Square(int top, int left, int side)
    {
        int[] features = new int[side * side];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = ((top + (i / side)) * Width) + left + (i % side);
        }
        return features;
    }

    internal void Require(int features)
    {
        if (Height < 1 || Width < 1 || Size != features)
        {
            throw new ArgumentException($"A picture of {Height} × {Width} does not have {features} features.");
        }
    }
}
