using Hallmark.Learning;

namespace Hallmark.Scheduling.Tests;

public class BatchEmbeddingTests
{
    [Fact]
    public void Is_the_class_shares_and_then_the_scaled_mean()
    {
        var features = new Matrix(4, 4, [1, 0, 0, 0, 1, 0, 0, 0, 1, 4, 0, 0, 1, 4, 0, -8]);
        Assert.Equal([0.25f, 0, 0.75f, 0.5f, 1, 0, -1], BatchEmbedding.Of(features, [0, 2, 2, 2], 3));
        Assert.Equal([0.5f, 1, 0, -1], BatchEmbedding.Of(features, [], 0));
    }

    [Fact]
    public void Records_without_a_label_count_among_all_and_for_no_class()
    {
        float[] embedding = BatchEmbedding.Of(new Matrix(4, 1), [0, -1, 1, -1], 2);
        Assert.Equal([0.25f, 0.25f, 0], embedding);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchEmbedding.Of(new Matrix(2, 1), [0, -2], 2));
        Assert.Throws<ArgumentException>(() => BatchEmbedding.Of(new Matrix(2, 1), [0], 2));
        Assert.Throws<ArgumentException>(() => BatchEmbedding.Of(new Matrix(2, 1), [0, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchEmbedding.Of(new Matrix(2, 1), [0, 2], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchEmbedding.Of(new Matrix(0, 1), [], 0));
    }
}
