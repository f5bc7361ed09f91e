using Hallmark.Learning;
using Hallmark.Quality.Labels;

namespace Hallmark.Quality.Tests.Labels;

public class NoiseMatrixTests
{
    [Theory]
    [InlineData(0.45, 1.0, 0.0)]
    [InlineData(0.4, 2.2, 0.1)]
    [InlineData(0.45, 0.9, 0.9)]
    public void No_wrong_class_is_given_nearly_as_often_as_the_right_one(double rate, double one, double other)
    {
        Matrix noise = NoiseMatrix.Of(rate, [0, one, other, other, 0, one, one, other, 0], 3);
        for (int truth = 0; truth < 3; truth++)
        {
            Assert.Equal(1, noise[truth, 0] + noise[truth, 1] + noise[truth, 2], 1e-5);
            for (int given = 0; given < 3; given++)
            {
                Assert.True(given == truth || noise[truth, given] <= (0.45 / 0.55 * noise[truth, truth]) + 1e-5);
            }
        }
    }

    [Fact]
    public void Symmetric_noise_of_the_highest_rate_is_taken_as_it_is() =>
        Assert.Equal(0.45 / 9, NoiseMatrix.Of(0.45, NoiseMatrix.EvenDirections(10), 10)[3, 7], 1e-6);

    [Fact]
    public void There_are_eight_ways_for_three_classes_all_different_and_none_where_there_would_be_more_or_no_choice()
    {
        IReadOnlyList<double[]> ways = NoiseMatrix.SingleDirections(3, 8);
        Assert.Equal(8, ways.Select(way => string.Join(' ', way)).Distinct().Count());
        Assert.Contains(ways, way => way.SequenceEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]));
        Assert.All(ways, way => Assert.All(Enumerable.Range(0, 3), truth =>
            Assert.Equal((1, 0), (way.AsSpan(truth * 3, 3).ToArray().Sum(), way[truth * 4]))));
        Assert.Empty(NoiseMatrix.SingleDirections(2, 8));
        Assert.Empty(NoiseMatrix.SingleDirections(4, 8));
        Assert.Empty(NoiseMatrix.SingleDirections(1_000, 8));
    }
}
