using Hallmark.Features;
using Hallmark.Learning;
using Hallmark.Quality.Backdoors;

namespace Hallmark.Quality.Duplicates;

/// <summary>
/// Whether held-out records lie far nearer to those that are trained on than these to each other: copies with a little noise in every
/// number do, and records of the same kind do not, however they are distributed. See <see cref="NearDuplicateRows"/>, which finds single
/// copies by a bound on each number.
/// </summary>
internal sealed class HeldOutNearness
{
    private const int Most = 300; // records of each side whose nearest is looked for
    private const int Fewest = 20;
    private const double Low = 0.05; // of the distances that records have among themselves
    private const double Nearer = 0.15; // of it: in between a regular row three in ten lie so near to one of it
    private const double BeyondChance = 0.5; // so many of the held-out ones

    private readonly StandardScaler _scaler;
    private readonly int[] _places;
    private readonly Matrix _heldOut;
    private readonly float[] _nearest;
    private Matrix? _trained;
    private float[] _usual = [];

    /// <param name="heldOut">Their numbers, NaN where missing.</param>
    public HeldOutNearness(Matrix heldOut)
    {
        Matrix finite = MissingNumbers.Filled(heldOut);
        _scaler = StandardScaler.Fit(finite);
        _places = BackdoorInput.Spread([.. Enumerable.Range(0, heldOut.Rows)], Most);
        _heldOut = _scaler.Transform(finite.Gather(_places));
        _nearest = [.. Enumerable.Repeat(float.PositiveInfinity, _places.Length)];
    }

    /// <summary>Looks at the next records that are trained on; those of the first time are the measure of what is usual.</summary>
    public void Look(Matrix records)
    {
        if (records.Rows == 0)
        {
            return;
        }
        Matrix scaled = _scaler.Transform(MissingNumbers.Filled(records));
        var search = new NearestNeighbours(scaled);
        Take(search.Find(_heldOut, 1), _nearest);
        if (_trained is not null)
        {
            Take(search.Find(_trained, 1), _usual);
            return;
        }
        int[] rows = BackdoorInput.Spread([.. Enumerable.Range(0, records.Rows)], Most);
        _trained = scaled.Gather(rows);
        _usual = [.. Enumerable.Repeat(float.PositiveInfinity, rows.Length)];
        Take(search.Find(_trained, 1, rows, [.. Enumerable.Range(0, records.Rows)]), _usual); // none is its own neighbour
    }

    /// <summary>Places of the held-out records that lie so near, where they are more than chance makes; none otherwise.</summary>
    public IReadOnlyList<int> Found()
    {
        float[] usual = [.. _usual.Where(float.IsFinite).Order()];
        if (usual.Length < Fewest || _places.Length < Fewest)
        {
            return [];
        }
        double bound = Nearer * Nearer * usual[(int)(Low * usual.Length)]; // distances are squared
        int[] near = [.. _places.Where((_, i) => _nearest[i] < bound)];
        return near.Length >= BeyondChance * _places.Length ? near : [];
    }

    private static void Take(Neighbours found, float[] nearest)
    {
        for (int query = 0; query < nearest.Length; query++)
        {
            ReadOnlySpan<float> distances = found.SquaredDistances(query);
            nearest[query] = distances.Length == 0 ? nearest[query] : Math.Min(nearest[query], distances[0]);
        }
    }

}
