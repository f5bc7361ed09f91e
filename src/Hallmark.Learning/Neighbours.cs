using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hallmark.Learning;

/// <summary>
/// The nearest neighbours of each query: at most k, nearest first, ties by lower index. Fewer than k when fewer are allowed.
/// </summary>
public sealed class Neighbours
{
    private readonly int[] _indices;
    private readonly float[] _distances;
    private readonly int[] _counts;

    internal Neighbours(int queries, int k)
    {
        (Queries, K) = (queries, k);
        _indices = new int[checked(queries * k)];
        _distances = new float[queries * k];
        _counts = new int[queries];
    }

    public int Queries { get; }

    /// <summary>How many were asked for, or all references if there are fewer.</summary>
    public int K { get; }

    /// <summary>Rows of the reference matrix.</summary>
    public ReadOnlySpan<int> Indices(int query) => _indices.AsSpan(query * K, _counts[query]);

    /// <summary>Squared Euclidean distances, in the order of <see cref="Indices"/>.</summary>
    public ReadOnlySpan<float> SquaredDistances(int query) => _distances.AsSpan(query * K, _counts[query]);

    /// <summary>Whether any of 16 distances, a row of a tile, would be taken: a quick answer for the many that are too far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool MayTake(int query, ReadOnlySpan<float> distances)
    {
        if (_counts[query] < K)
        {
            return true;
        }
        var worst = Vector256.Create(_distances[(query * K) + K - 1]);
        return Vector256.LessThanAny(Vector256.Create(distances), worst)
            || Vector256.LessThanAny(Vector256.Create(distances[Vector256<float>.Count..]), worst);
    }

    // Candidates come in ascending index, so going before strictly farther ones only keeps the lower index first on a tie.
    internal void Offer(int query, int index, float distance)
    {
        int count = _counts[query];
        Span<int> indices = _indices.AsSpan(query * K, K);
        Span<float> distances = _distances.AsSpan(query * K, K);
        if (count == K && distance >= distances[K - 1])
        {
            return;
        }
        int place = count == K ? K - 1 : count;
        for (; place > 0 && distance < distances[place - 1]; place--)
        {
            distances[place] = distances[place - 1];
            indices[place] = indices[place - 1];
        }
        distances[place] = distance;
        indices[place] = index;
        _counts[query] = Math.Min(count + 1, K);
    }
}
