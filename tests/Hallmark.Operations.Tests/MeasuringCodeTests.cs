using Hallmark.Contracts;
using Hallmark.Quality;

namespace Hallmark.Operations.Tests;

/// <summary>The rules ask for a version of the measuring code by name; this program has to be able to run it.</summary>
public sealed class MeasuringCodeTests
{
    [Fact]
    public void Every_version_of_the_rules_asks_for_measurements_that_this_program_can_take() => Assert.All(
        Enumerable.Range(RuleVersions.Oldest, RuleVersions.Newest - RuleVersions.Oldest + 1),
        rules => Assert.NotNull(MeasuringCode.Find(RuleVersions.MeasuringCodeOf(rules))));
}
