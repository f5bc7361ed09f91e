using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Experiments.Backdoors;

/// <summary>What the cells of a trigger's square hold.</summary>
public enum TriggerContent
{
    /// <summary>The largest value of the data.</summary>
    White,

    /// <summary>Half of the largest value.</summary>
    Grey,

    /// <summary>Largest and smallest value in turn.</summary>
    Checkered,
}

/// <summary>A square that an attacker paints into a picture (Gu et al., 2017).</summary>
/// <param name="Name">As the tables of results call it.</param>
/// <param name="Side">Rows and columns of the square.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Place">Where it is, as shares of the free height and width: (1, 1) is the lower right corner. Null: elsewhere in each
/// picture.</param>
/// <param name="Noise">Standard deviation of what is added to each of its cells, as a share of the largest value; it stays within the
/// range.</param>
public sealed record Trigger(string Name, int Side, TriggerContent Content, (double Down, double Right)? Place, double Noise = 0)
{
    /// <summary>The static patch of the reference measurements: 3 × 3, white, in the lower right corner.</summary>
    public static Trigger Corner { get; } = new("3×3 white, corner", 3, TriggerContent.White, (1, 1));

    /// <summary>Paints it into one picture.</summary>
    /// <param name="record">The picture's values, changed in place.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="largest">Largest value of the data; the smallest is 0.</param>
    /// <param name="random">Decides place and noise where they vary.</param>
    public void Paint(Span<float> record, ImageShape shape, float largest, SeededRandom random)
    {
        (int freeDown, int freeRight) = (shape.Height - Side, shape.Width - Side);
        int top = Place is { } fixedDown ? (int)((fixedDown.Down * freeDown) + 0.5) : random.NextInt(freeDown + 1);
        int left = Place is { } fixedRight ? (int)((fixedRight.Right * freeRight) + 0.5) : random.NextInt(freeRight + 1);
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                double value = Cell(y, x) * largest;
                if (Noise > 0)
                {
                    value = Math.Clamp(Math.Round(value + (Noise * largest * random.NextGaussian())), 0, largest);
                }
                record[((top + y) * shape.Width) + left + x] = (float)value;
            }
        }
    }

    private double Cell(int y, int x) => Content switch
    {
        TriggerContent.White => 1,
        TriggerContent.Grey => 0.5,
        _ => (y + x) % 2 == 0 ? 1 : 0,
    };
}
