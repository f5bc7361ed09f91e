namespace Hallmark.Quality.Backdoors;

/// <summary>How the features of a record lie in a picture: row by row, one grey value each.</summary>
/// <param name="Height">Rows of the picture, at least 1.</param>
/// <param name="Width">Columns of the picture, at least 1.</param>
public readonly record struct ImageShape(int Height, int Width)
{
    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly char[] DigitsAndLine = [.. "0123456789_"];

    /// <summary>Number of features it explains.</summary>
    public int Size => checked(Height * Width);

    /// <summary>
    /// The square picture that columns named alike and numbered (pixel0, pixel1, … or pixel_0_0, pixel_0_1, …) stand for, at least
    /// 7 by 7; null for any other names.
    /// </summary>
    public static ImageShape? FromNames(IReadOnlyList<string> names)
    {
        int side = (int)Math.Sqrt(names.Count);
        if (side < 7 || side * side != names.Count)
        {
            return null;
        }
        string prefix = names[0].TrimEnd(Digits);
        bool alike = names.All(name => name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal)
            && name.AsSpan(prefix.Length).IndexOfAnyExcept(Digits) < 0);
        if (!alike)
        {
            prefix = prefix.TrimEnd('_').TrimEnd(Digits); // pixel_0_0: the row stands before the column
            alike = names.All(name => name.StartsWith(prefix, StringComparison.Ordinal)
                && name.AsSpan(prefix.Length).IndexOfAnyExcept(DigitsAndLine) < 0);
        }
        return alike ? new ImageShape(side, side) : null;
    }

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
