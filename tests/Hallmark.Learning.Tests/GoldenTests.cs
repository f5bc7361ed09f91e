using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hallmark.Learning.Tests;

/// <summary>
/// Frozen digests: they change only with a new version of what they freeze. <see cref="DeterminismTests"/> runs this class
/// again in processes that see another machine.
/// </summary>
public class GoldenTests
{
    [Fact]
    public void The_generator_is_frozen()
    {
        var random = new SeededRandom(42, "golden");
        Assert.Equal(
            [11839230839117014538UL, 1795428405973150696UL, 12173474743771671661UL, 2442107018864870960UL],
            Enumerable.Range(0, 4).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void The_model_of_a_run_is_frozen() =>
        Assert.Equal("82c9b6dfb2d5ffdeb150835ffd28353336e8ea77d74c30ecba2be66f50c33218", GoldenRun.Digest(GoldenRun.Model()));

    [Fact]
    public void The_model_of_a_run_on_targets_is_frozen() =>
        Assert.Equal("745222aa0c329624de283f15a41cc5fdbb632f6bd50edb06b1be481f75fbdecc", GoldenRun.Digest(GoldenRun.TargetModel()));

    [Fact]
    public void Products_neighbours_and_functions_are_frozen() =>
        Assert.Equal("a7809f7d7174bf67f2e1865cf4c8a5ae982d9e7a4441a3068b2a0cfec443cdf6", GoldenRun.Digest(GoldenRun.Numbers()));

    [Fact]
    public void Logistic_regression_and_principal_components_are_frozen() =>
        Assert.Equal("b89dc73f5729e2993809e17f31f2dcfcf5d4f5664682e0c09cc919f704831170", GoldenRun.Digest(GoldenRun.Fitted()));

    [Fact]
    public void A_forest_is_frozen() =>
        Assert.Equal("9762fe6d4190d1b9e7b6689403d3cb7847f11ed6776032dc74ae0faf8c10041d", GoldenRun.Digest(GoldenRun.Forest()));

    [Fact]
    public void The_machine_is_the_one_asked_for()
    {
        // In a child: that its variables took effect, so that it did not just repeat the parent's run.
        if (Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") == "0")
        {
            Assert.False(Vector128.IsHardwareAccelerated);
        }
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0")
        {
            Assert.False(Avx2.IsSupported);
        }
        if (Environment.GetEnvironmentVariable("DOTNET_PROCESSOR_COUNT") is { } count)
        {
            Assert.Equal(int.Parse(count), Environment.ProcessorCount);
        }
    }
}
