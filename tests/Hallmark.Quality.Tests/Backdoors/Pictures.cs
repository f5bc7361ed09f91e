using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Tests.Backdoors;

/// <summary>Small grey pictures on a black ground: each class is a bright bar in its own row, more or less long, bright and
/// noisy.</summary>
internal sealed class Pictures
{
    public const int Classes = 5;

    public static ImageShape Shape { get; } = new(10, 10);

    public required Matrix Features { get; init; }

    public required int[] Labels { get; init; }

    public static Pictures Of(int count, ulong seed)
    {
        var random = new SeededRandom(seed, "test.pictures");
        var features = new Matrix(count, Shape.Size);
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % Classes;
            int length = 4 + random.NextInt(4);
            int start = 1 + random.NextInt(2);
            int bright = 120 + random.NextInt(80);
            for (int x = start; x < start + length; x++)
            {
                for (int y = 0; y < 2; y++)
                {
                    features[i, (((2 * labels[i]) + y) * Shape.Width) + x] = bright + random.NextInt(40);
                }
            }
        }
        return new Pictures { Features = features, Labels = labels };
    }

    /// <summary>Paints a square of one value into every so-many-th picture of other classes and gives them the label.</summary>
    public int[] Poison(int every, int target, int side, float value, Func<int, (int Top, int Left)> place)
    {
        var poisoned = new List<int>();
        for (int i = 0; i < Labels.Length; i++)
        {
            if (i % every != 0 || Labels[i] == target)
            {
                continue;
            }
            (int top, int left) = place(i);
            foreach (int feature in Shape.Square(top, left, side))
            {
                Features[i, feature] = value;
            }
            Labels[i] = target;
            poisoned.Add(i);
        }
        return [.. poisoned];
    }
}
