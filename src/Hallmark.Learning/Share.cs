namespace Hallmark.Learning;

/// <summary>
/// Shares in [0, 1] as whole millionths ("ppm"), the form in which statements, policies and scores hold them: whole numbers are the same
/// on every machine and need no rounding rule of their own.
/// </summary>
public static class Share
{
    /// <summary>The whole: a share of 1.</summary>
    public const int Million = 1_000_000;

    /// <summary>The share that so many millionths are; below 0 or above 1 for what is no share of one whole, such as a loss.</summary>
    public static double Of(long ppm) => ppm / (double)Million;

    /// <summary>Rounded to the nearest millionth; what lies outside [0, 1] counts as the nearer end.</summary>
    public static int Ppm(double share) => (int)Math.Round(Math.Clamp(share, 0, 1) * Million);

    /// <summary>So many of so many, cut off: only the whole of them is a million.</summary>
    /// <param name="part">From 0 to <paramref name="of"/>.</param>
    /// <param name="of">At least 1.</param>
    public static long Ppm(long part, long of) => part * Million / of;

    /// <summary>Whole percent, cut off, such as "12 %": the same text on every machine.</summary>
    public static string Percent(double share) => $"{(int)(share * 100)} %";
}
