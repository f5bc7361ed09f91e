using System.Buffers;

namespace Hallmark.Learning;

/// <summary>
/// The three products a network needs. Every output is <c>sum over k, ascending, of a·b</c> in float32: start at +0, round the
/// product, add, round. A plain triple loop in that order gives exactly the same bits. Large products use all cores, which share
/// out rows of the result and never split a sum.
/// </summary>
public static class MatrixProduct
{
    private const int RowsPerTask = 16;
    private const long ParallelFromTerms = 1 << 20; // below about 0.1 ms of work, waking threads costs more than it saves

    /// <summary>result = a · b: <c>[m, k] · [k, n]</c> gives <c>[m, n]</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(Matrix a, Matrix b, Matrix result)
    {
        RequireShapes(a.Rows, a.Columns, b.Rows, b.Columns, result);
        Run(new Operands(a, a.Columns, 1, a.Columns), b, b.Columns, 1, result);
    }

    /// <summary>result = a · bᵀ: <c>[m, k] · [n, k]ᵀ</c> gives <c>[m, n]</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MultiplyByTransposed(Matrix a, Matrix b, Matrix result)
    {
        RequireShapes(a.Rows, a.Columns, b.Columns, b.Rows, result);
        Run(new Operands(a, a.Columns, 1, a.Columns), b, 1, b.Columns, result);
    }

    /// <summary>result = aᵀ · b: <c>[k, m]ᵀ · [k, n]</c> gives <c>[m, n]</c>.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MultiplyTransposed(Matrix a, Matrix b, Matrix result)
    {
        RequireShapes(a.Columns, a.Rows, b.Rows, b.Columns, result);
        Run(new Operands(a, 1, a.Columns, a.Rows), b, b.Columns, 1, result);
    }

    // The left side as a[row, step] = Values[row * RowStride + step * StepStride]; Depth steps in each sum.
    private readonly record struct Operands(Matrix A, int RowStride, int StepStride, int Depth);

    private static void Run(Operands left, Matrix b, int stepStride, int columnStride, Matrix result)
    {
        int size = TileKernel.PanelCount(result.Columns) * left.Depth * TileKernel.Columns;
        float[] panels = ArrayPool<float>.Shared.Rent(size);
        try
        {
            TileKernel.Pack(b.Values, left.Depth, result.Columns, stepStride, columnStride, panels);
            int tasks = (result.Rows + RowsPerTask - 1) / RowsPerTask;
            if ((long)result.Rows * result.Columns * left.Depth < ParallelFromTerms)
            {
                for (int task = 0; task < tasks; task++)
                {
                    FillRows(left, panels, result, task * RowsPerTask);
                }
            }
            else
            {
                Parallel.For(0, tasks, task => FillRows(left, panels, result, task * RowsPerTask));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(panels);
        }
    }

    private static void FillRows(Operands left, float[] panels, Matrix result, int firstRow)
    {
        Span<float> tile = stackalloc float[TileKernel.Size];
        int panelSize = left.Depth * TileKernel.Columns;
        int endRow = Math.Min(firstRow + RowsPerTask, result.Rows);
        for (int column = 0; column < result.Columns; column += TileKernel.Columns)
        {
            ReadOnlySpan<float> panel = panels.AsSpan(column / TileKernel.Columns * panelSize, panelSize);
            int width = Math.Min(TileKernel.Columns, result.Columns - column);
            for (int row = firstRow; row < endRow; row += TileKernel.Rows)
            {
                int height = Math.Min(TileKernel.Rows, endRow - row);
                ReadOnlySpan<float> rows = left.A.Values[(row * left.RowStride)..];
                TileKernel.Fill<ProductTerm>(rows, height, left.RowStride, left.StepStride, panel, tile);
                for (int i = 0; i < height; i++)
                {
                    tile.Slice(i * TileKernel.Columns, width).CopyTo(result.Row(row + i)[column..]);
                }
            }
        }
    }

    private static void RequireShapes(int rows, int depth, int otherDepth, int columns, Matrix result)
    {
        if (depth != otherDepth || result.Rows != rows || result.Columns != columns)
        {
            throw new ArgumentException($"[{rows}, {depth}] · [{otherDepth}, {columns}] does not give [{result.Rows}, {result.Columns}].");
        }
    }
}
