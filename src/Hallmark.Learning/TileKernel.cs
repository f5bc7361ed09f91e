using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Learning;

/// <summary>What one pair of numbers adds to a sum.</summary>
internal interface ITerm
{
    static abstract Vector256<float> Of(Vector256<float> a, Vector256<float> b);
}

/// <summary>a · b, rounded before it is added: never fused.</summary>
internal readonly struct ProductTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> a, Vector256<float> b) => a * b;
}

/// <summary>Sums of (a - b)²: squared distances.</summary>
internal readonly struct SquaredDifferenceTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> a, Vector256<float> b)
    {
        Vector256<float> difference = a - b;
        return difference * difference;
    }
}

/// <summary>
/// The one inner loop of products and distances. The right-hand side is packed into panels of 16 columns: for each step of the
/// sum, 16 neighbouring numbers, one per output. A tile is 4 rows by 16 columns of outputs.
/// <para>The order is fixed: each output is one accumulator that starts at +0 and takes its terms in ascending order of the
/// step, each rounded to float32 before the addition. Lanes and tiles hold different outputs, never parts of one, so the vector
/// width, blocking and threads cannot change a bit.</para>
/// </summary>
internal static class TileKernel
{
    public const int Rows = 4;
    public const int Columns = 16;
    public const int Size = Rows * Columns;

    private const int Lanes = 8;

    public static int PanelCount(int columns) => (columns + Columns - 1) / Columns;

    /// <summary>Packs <c>b[step, column]</c>, given by its strides, into panels; missing columns of the last panel become 0.</summary>
    public static void Pack(ReadOnlySpan<float> b, int depth, int columns, int stepStride, int columnStride, Span<float> panels)
    {
        int to = 0;
        for (int first = 0; first < columns; first += Columns)
        {
            int width = Math.Min(Columns, columns - first);
            for (int step = 0; step < depth; step++, to += Columns)
            {
                int from = (step * stepStride) + (first * columnStride);
                for (int column = 0; column < width; column++)
                {
                    panels[to + column] = b[from + (column * columnStride)];
                }
                panels.Slice(to + width, Columns - width).Clear();
            }
        }
    }

    /// <summary>
    /// Fills a tile <c>[4, 16]</c> from up to 4 rows of <c>a[row, step]</c> and one panel. With fewer rows the last is computed
    /// again instead of reading past the end; the caller ignores those.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<TTerm>(
        ReadOnlySpan<float> a, int rows, int rowStride, int stepStride, ReadOnlySpan<float> panel, Span<float> tile)
        where TTerm : struct, ITerm
    {
        unchecked
        {
            nint depth = panel.Length / Columns;
            nint at1 = Math.Min(1, rows - 1) * (nint)rowStride;
            nint at2 = Math.Min(2, rows - 1) * (nint)rowStride;
            nint at3 = Math.Min(3, rows - 1) * (nint)rowStride;
            ref float x = ref MemoryMarshal.GetReference(a);
            ref float y = ref MemoryMarshal.GetReference(panel);
            Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default;
            Vector256<float> s20 = default, s21 = default, s30 = default, s31 = default;
            for (nint step = 0; step < depth; step++)
            {
                Vector256<float> left = Vector256.LoadUnsafe(ref y);
                Vector256<float> right = Vector256.LoadUnsafe(ref y, Lanes);
                var row = Vector256.Create(x);
                s00 += TTerm.Of(row, left);
                s01 += TTerm.Of(row, right);
                row = Vector256.Create(Unsafe.Add(ref x, at1));
                s10 += TTerm.Of(row, left);
                s11 += TTerm.Of(row, right);
                row = Vector256.Create(Unsafe.Add(ref x, at2));
                s20 += TTerm.Of(row, left);
                s21 += TTerm.Of(row, right);
                row = Vector256.Create(Unsafe.Add(ref x, at3));
                s30 += TTerm.Of(row, left);
                s31 += TTerm.Of(row, right);
                x = ref Unsafe.Add(ref x, stepStride);
                y = ref Unsafe.Add(ref y, Columns);
            }
            Store(tile, 0, s00, s01);
            Store(tile, 1, s10, s11);
            Store(tile, 2, s20, s21);
            Store(tile, 3, s30, s31);
        }
    }

    private static void Store(Span<float> tile, int row, Vector256<float> left, Vector256<float> right)
    {
        left.CopyTo(tile[(row * Columns)..]);
        right.CopyTo(tile[((row * Columns) + Lanes)..]);
    }
}
