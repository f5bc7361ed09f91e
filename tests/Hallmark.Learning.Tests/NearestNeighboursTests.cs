using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Learning.Tests;

public class NearestNeighboursTests
{
    [Fact]
    public void Equals_sorting_all_distances() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(1, 70).ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(),
            static (rows, k, groupCount) =>
        {
            Matrix records = Coarse(rows, 3, (ulong)rows);
            int[] groups = [.. Enumerable.Range(0, rows).Select(r => r * 7 % groupCount)];
            Neighbours found = new NearestNeighbours(records).FindLeavingGroupOut(k, groups);
            for (int q = 0; q < rows; q++)
            {
                (int[] indices, float[] distances) = Naive(records, q, k, r => groups[r] != groups[q]);
                Assert.Equal(indices, found.Indices(q));
                Assert.Equal(distances, found.SquaredDistances(q));
            }
        }));

    [Fact]
    public void All_distances_are_those_of_the_search()
    {
        Matrix records = Sample.Gaussian(37, 5, 1);
        Matrix queries = Sample.Gaussian(7, 5, 2);
        var search = new NearestNeighbours(records);
        var distances = new Matrix(7, 37);
        search.SquaredDistances(queries, distances);
        Neighbours found = search.Find(queries, 37);
        for (int q = 0; q < 7; q++)
        {
            for (int i = 0; i < 37; i++)
            {
                Assert.Equal(found.SquaredDistances(q)[i], distances[q, found.Indices(q)[i]]);
            }
        }
        Assert.Throws<ArgumentException>(() => search.SquaredDistances(queries, new Matrix(7, 36)));
        Assert.Throws<ArgumentException>(() => search.SquaredDistances(new Matrix(1, 5, [0, 0, 0, float.NaN, 0]), new Matrix(1, 37)));
    }

    [Fact]
    public void Finds_other_queries_than_the_references()
    {
        Matrix records = Sample.Gaussian(200, 19, 1);
        Neighbours found = new NearestNeighbours(records).Find(records.Gather([17, 3]), 1);
        Assert.Equal([17], found.Indices(0));
        Assert.Equal([3], found.Indices(1));
        Assert.Equal(0, found.SquaredDistances(0)[0]);
    }

    [Fact]
    public void Comparing_by_some_features_is_searching_among_records_of_only_those()
    {
        Matrix records = Sample.Gaussian(90, 7, 1);
        int[] groups = [.. Enumerable.Range(0, 90).Select(r => r % 8)];
        foreach (int[] by in new int[][] { [4], [0, 2, 6], [0, 1, 2, 3, 4, 5, 6] })
        {
            var narrow =
                new Matrix(90, by.Length, [.. Enumerable.Range(0, 90 * by.Length).Select(i => records[i / by.Length, by[i % by.Length]])]);
            Neighbours expected = new NearestNeighbours(narrow).FindLeavingGroupOut(10, groups);
            Neighbours found = new NearestNeighbours(records).Find(records, 10, groups, groups, by);
            for (int q = 0; q < 90; q++)
            {
                Assert.Equal(expected.Indices(q), found.Indices(q));
                Assert.Equal(expected.SquaredDistances(q), found.SquaredDistances(q));
            }
        }
    }

    [Fact]
    public void By_no_feature_all_are_as_near()
    {
        Matrix records = Sample.Gaussian(20, 3, 1);
        Neighbours found = new NearestNeighbours(records).Find(records.Gather([5, 0]), 3, [5, 0], [.. Enumerable.Range(0, 20)], []);
        Assert.Equal([0, 1, 2], found.Indices(0));
        Assert.Equal([1, 2, 3], found.Indices(1));
        Assert.Equal([0, 0, 0], found.SquaredDistances(1));
    }

    [Fact]
    public void Leaving_one_out_never_finds_the_query_itself()
    {
        Neighbours found = new NearestNeighbours(new Matrix(3, 1, [5, 5, 5])).FindLeavingOneOut(10);
        Assert.Equal([1, 2], found.Indices(0));
        Assert.Equal([0, 2], found.Indices(1));
        Assert.Equal([0, 1], found.Indices(2));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var search = new NearestNeighbours(new Matrix(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => search.Find(new Matrix(1, 2), 0));
        Assert.Throws<ArgumentException>(() => search.Find(new Matrix(1, 3), 1));
        Assert.Throws<ArgumentException>(() => search.Find(new Matrix(1, 2, [float.NaN, 0]), 1));
        Assert.Throws<ArgumentException>(() => search.FindLeavingGroupOut(1, [1, 2]));
        Assert.Throws<ArgumentException>(() => new NearestNeighbours(new Matrix(1, 1, [float.PositiveInfinity])));
    }

    [Fact]
    public void The_vote_goes_to_the_most_then_the_nearest_then_the_lowest()
    {
        var records = new Matrix(4, 1, [-2, -1, 1, 2]);
        Assert.Equal([1], new KnnClassifier(records, [0, 1, 1, 0], 2, 3).Predict(new Matrix(1, 1)));
        Assert.Equal([1], new KnnClassifier(records, [0, 1, 2, 0], 3, 1).Predict(new Matrix(1, 1))); // as near: lower index votes
        Assert.Equal([1], new KnnClassifier(records, [0, 1, 1, 0], 2, 4).Predict(new Matrix(1, 1))); // as many: nearer
        Assert.Equal([0], new KnnClassifier(records, [1, 0, 1, 0], 2, 4).Predict(new Matrix(1, 1, [0]))); // all the same: lower class
    }

    [Fact]
    public void A_record_without_other_groups_has_no_class()
    {
        var classifier = new KnnClassifier(new Matrix(2, 1), [0, 1], 2, 3);
        Assert.Equal([-1, -1], classifier.PredictLeavingGroupOut([4, 4]));
        Assert.Equal([1, 0], classifier.PredictLeavingGroupOut([4, 5]));
    }

    // Few values, so that ties are common.
    private static Matrix Coarse(int rows, int columns, ulong seed)
    {
        var random = new SeededRandom(seed, "coarse");
        return new Matrix(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextInt(4))]);
    }

    private static (int[] Indices, float[] Distances) Naive(Matrix records, int query, int k, Func<int, bool> allowed)
    {
        float Distance(int r)
        {
            float sum = 0;
            for (int c = 0; c < records.Columns; c++)
            {
                float difference = records[query, c] - records[r, c];
                float square = difference * difference;
                sum += square;
            }
            return sum;
        }
        int[] indices = [.. Enumerable.Range(0, records.Rows).Where(allowed).OrderBy(Distance).ThenBy(r => r).Take(k)];
        return (indices, [.. indices.Select(Distance)]);
    }
}
