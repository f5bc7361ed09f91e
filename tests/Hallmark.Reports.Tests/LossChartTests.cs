using System.Xml.Linq;

namespace Hallmark.Reports.Tests;

public sealed class LossChartTests
{
    private const long Lost = LossSummary.NoNumber;

    [Theory]
    [InlineData(new long[] { 2_000_000, 1_000_000, 1_500_000 },
        "The loss went from 2.0000 in epoch 1 to 1.5000 in epoch 3; the least was 1.0000 in epoch 2.")]
    [InlineData(new long[] { 700_000 }, "The loss was 0.7000 in epoch 1.")]
    [InlineData(new long[] { Lost }, "1 epoch. In 1 epoch the loss was no number (crosses at the top): the training diverged.")]
    [InlineData(new long[] { 1, Lost, Lost },
        "The loss was 0.0000 in epoch 1. In 2 epochs the loss was no number (crosses at the top): the training diverged.")]
    public void Says_in_words_how_the_training_went(long[] losses, string expected) => Assert.Equal(expected, LossSummary.Describe(losses));

    [Fact]
    public void The_least_loss_is_named_in_the_picture() =>
        Assert.Contains(Draw(3_000_000, 1_234_500, 2_000_000).Descendants("text"), text => text.Value == "least 1.2345");

    [Fact]
    public void A_loss_that_is_no_number_breaks_the_line()
    {
        XElement svg = Draw(2_000_000, 1_900_000, Lost, 1_700_000, 1_600_000);
        Assert.Equal(2, ((string)svg.WithClass("curve").Single().Attribute("d")!).Count(letter => letter == 'M'));
        Assert.Equal("epoch 3: no number", svg.WithClass("refused").Single().Value);
    }

    [Fact]
    public void A_training_that_only_diverged_says_so()
    {
        XElement svg = Draw(Lost, Lost);
        Assert.Empty(svg.WithClass("curve"));
        Assert.Contains(svg.Descendants("text"), text => text.Value == "no epoch has a loss that is a number");
    }

    [Fact]
    public void One_epoch_is_a_dot_with_a_whole_number_under_it()
    {
        XElement svg = Draw(500_000);
        Assert.Single(svg.WithClass("dot"));
        Assert.Contains(svg.Descendants("text"), text => text.Value == "1");
    }

    [Fact]
    public void Losses_near_the_largest_number_are_drawn() =>
        Assert.Contains(Draw(long.MaxValue - 1, -5).Descendants("title"), title => title.Value == "epoch 1: 9.223e+12");

    [Fact]
    public void Ten_thousand_epochs_are_a_line_without_dots()
    {
        XElement svg = Draw([.. Enumerable.Range(1, 10_000).Select(epoch => 5_000_000L / epoch)]);
        Assert.Empty(svg.WithClass("dot"));
        Assert.InRange(svg.Descendants("text").Count(), 8, 30);
    }

    private static XElement Draw(params long[] losses) => Page.Part(html => LossChart.Draw(html, "loss", losses));
}
