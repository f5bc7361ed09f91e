using Hallmark.Contracts.Runs;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Tests;

/// <summary>What a model may be made of: the most of everything is read, one more is refused by the field's name.</summary>
public sealed class RunConfigurationTests
{
    private static readonly ModelConfiguration Most = new(
        new string('m', 32), [.. Enumerable.Repeat(65_536, 16)], 1_000_000_000, 999_999, 1_000_000_000, 1 << 20, 100_000, ulong.MaxValue);

    private static readonly ModelConfiguration Least = new("m", [1], 1, 0, 0, 1, 1, 0);

    [Fact]
    public void The_most_and_the_least_come_back_as_they_were_written()
    {
        foreach (ModelConfiguration configuration in (ModelConfiguration[])[Most, Least])
        {
            ModelConfiguration back = Reread(configuration);
            Assert.Equal(configuration.Hidden, back.Hidden);
            Assert.Equal(configuration, back with { Hidden = configuration.Hidden });
        }
    }

    [Fact]
    public void One_more_or_less_of_anything_is_refused_by_name()
    {
        Refused("model", Most with { Model = new string('m', 33) });
        Refused("hidden", Most with { Hidden = [65_537] });
        Refused("hidden", Most with { Hidden = [.. Enumerable.Repeat(1, 17)] });
        Refused("learningRate", Most with { LearningRatePpm = 1_000_000_001 });
        Refused("momentum", Most with { MomentumPpm = 1_000_000 });
        Refused("l2", Most with { L2Ppm = 1_000_000_001 });
        Refused("miniBatch", Most with { MiniBatch = (1 << 20) + 1 });
        Refused("epochs", Most with { Epochs = 100_001 });
        Refused("hidden", Least with { Hidden = [0] });
        Refused("learningRate", Least with { LearningRatePpm = 0 });
        Refused("momentum", Least with { MomentumPpm = -1 });
        Refused("l2", Least with { L2Ppm = -1 });
        Refused("miniBatch", Least with { MiniBatch = 0 });
        Refused("epochs", Least with { Epochs = 0 });
    }

    private static void Refused(string field, ModelConfiguration configuration) =>
        Assert.Equal(field, Assert.Throws<MalformedException>(() => Reread(configuration)).Field.Split('.')[^1]);

    private static ModelConfiguration Reread(ModelConfiguration configuration) =>
        ModelConfiguration.Read(CborMap.Read(configuration.ToMap().ToBytes(), "configuration"));
}
