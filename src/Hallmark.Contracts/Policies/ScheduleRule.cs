using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Contracts.Policies;

/// <summary>
/// What schedules are to weigh, in millionths: the section <c>schedule</c> of the policy named <see cref="PolicyName"/>. Where it is
/// in force no trainer weighs otherwise. Diversity, integrity and redundancy sum to 1,000,000.
/// </summary>
/// <param name="CredibilityPpm">How much of a batch's integrity is its provider's credibility, in place of its own score.</param>
public sealed record ScheduleRule(int DiversityPpm, int IntegrityPpm, int RedundancyPpm, int CredibilityPpm)
{
    /// <summary>The one policy that can say them.</summary>
    public const string PolicyName = "scheduling";

    public bool Fits(ScheduleTerms terms) =>
        (terms.DiversityPpm, terms.IntegrityPpm, terms.RedundancyPpm, terms.CredibilityPpm) == (DiversityPpm, IntegrityPpm, RedundancyPpm,
            CredibilityPpm);

    /// <summary>The policy that says the weights in this block, or null.</summary>
    public static PolicyDocument? At(IStateView state, BlockHeight height) =>
        state.Find(PolicyKeys.Policy(PolicyName))?.At(height) is { Schedule: not null } policy ? policy : null;

    public override string ToString() => FormattableString.Invariant(
        $"diversity {DiversityPpm}, integrity {IntegrityPpm}, redundancy {RedundancyPpm}, credibility {CredibilityPpm} millionths");

    internal CborMapWriter ToMap() => new CborMapWriter()
        .Integer("diversity", DiversityPpm).Integer("integrity", IntegrityPpm).Integer("redundancy", RedundancyPpm)
            .Integer("credibility", CredibilityPpm);

    /// <exception cref="MalformedException">As for every map, or the weights do not sum to the whole.</exception>
    internal static ScheduleRule Read(CborMap map)
    {
        var rule = new ScheduleRule(
            (int)map.Integer("diversity", 0, Ppm.Whole), (int)map.Integer("integrity", 0, Ppm.Whole),
            (int)map.Integer("redundancy", 0, Ppm.Whole), (int)map.Integer("credibility", 0, Ppm.Whole));
        map.End();
        return rule.DiversityPpm + rule.IntegrityPpm + rule.RedundancyPpm == Ppm.Whole
            ? rule
            : throw new MalformedException("policy.schedule",
                "has weights of diversity, integrity and redundancy that do not sum to the whole");
    }
}
