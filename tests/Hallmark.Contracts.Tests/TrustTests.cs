using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;

namespace Hallmark.Contracts.Tests;

/// <summary>What verdicts say of providers, and what they do not.</summary>
public sealed class TrustTests
{
    private readonly Office _office = new();

    [Fact]
    public void A_newcomer_is_unknown_and_records_speak_for_or_against_it()
    {
        Assert.Equal(500_000, Credibility("paul"));
        Provide("paul", "b1", 100);
        _office.Judges("vera", Judge("scans/paul/1", "b1"));
        Assert.Equal((100 + 100) * 1_000_000 / (100 + 200), Credibility("paul")); // 100 records and a prior of 100 on either side
        Provide("paul", "b2", 300);
        _office.Judges("vera", Judge("scans/paul/2", "b2", good: 0));
        Assert.InRange(Credibility("paul"), 332_500, 333_332); // (100 + 100) / (400 + 200), and a little of it has faded
    }

    [Fact]
    public void Old_work_fades_behind_new_records()
    {
        var trust = new TrustRule(100, 1_000);
        StandingState standing = StandingState.None;
        for (int i = 0; i < 1_000; i++)
        {
            standing = standing.With(Verdict.Accepted, 100, 100_000, trust);
        }
        Assert.InRange(standing.ForMilli, 1_090_000, 1_100_000); // memory and one batch, not 100,000 records
        for (int i = 0; i < 30; i++)
        {
            standing = standing.With(Verdict.Refused, 100, 100_000, trust);
        }
        Assert.InRange(standing.CredibilityPpm(trust), 100_000, 200_000);
    }

    [Fact]
    public void A_verdict_after_quarantine_takes_its_place()
    {
        Provide("paul", "b1", 100);
        _office.Judges("vera", Doubtful("scans/paul/1", "b1"));
        Assert.Equal(Verdict.Quarantined, _office.Get(DatasetKeys.Batch("scans/paul/1")).Verdict);
        Assert.Equal(333_333, Credibility("paul"));
        _office.Judges("victor", Judge("scans/paul/1", "b1"));
        Assert.Equal(666_666, Credibility("paul"));
        StandingState standing = _office.Get(JudgingKeys.Standing("paul"));
        Assert.Equal((1, 0, 0), (standing.Accepted, standing.Quarantined, standing.Refused));
    }

    [Fact]
    public void New_identities_that_push_one_another_gain_nothing_and_harm_nobody()
    {
        string[] ring = ["eve1", "eve2", "eve3", "eve4"];
        foreach (string name in ring)
        {
            _office.Accepts("alice", new MemberAdd(name, [Roles.Provider, Roles.Validator], Office.Key(name).PublicKey));
        }
        Provide("paul", "honest", 100);
        _office.Judges("eve1", Judge("scans/paul/1", "honest", good: 0));
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < ring.Length; i++)
            {
                Provide(ring[i], $"{ring[i]}-{round}", 1_000);
                _office.Judges(ring[(i + 1) % ring.Length], Judge($"scans/{ring[i]}/{round + 1}", $"{ring[i]}-{round}"));
            }
        }
        Assert.All(ring, name => Assert.Equal(500_000, Credibility(name)));
        Assert.Equal(500_000, Credibility("paul"));
        Provide("eve1", "judged by vera", 100);
        _office.Judges("vera", Judge("scans/eve1/6", "judged by vera"));
        Provide("eve2", "judged by eve1", 100);
        _office.Judges("eve1", Judge("scans/eve2/6", "judged by eve1"));
        Assert.Equal(666_666, Credibility("eve1")); // an independent validator vouches for it
        Assert.InRange(Credibility("eve2"), 560_000, 580_000); // its word now counts a third: what vera made it worth
    }

    [Fact]
    public void Credibility_is_part_of_the_score_and_no_validator_measures_it()
    {
        Provide("paul", "b1", 100);
        BatchJudge judge = Judge("scans/paul/1", "b1");
        _office.Denies("judge.reserved", "vera", judge with { Checks = [.. judge.Checks, new CheckResult(Scoring.Credibility, 1, 1)] });
        _office.Judges("vera", judge);
        long first = _office.Get(DatasetKeys.Batch("scans/paul/1")).ScorePpm!.Value;
        Provide("paul", "b2", 100);
        _office.Judges("vera", Judge("scans/paul/2", "b2"));
        Assert.Equal(first + ((666_666 - 500_000) / 21), _office.Get(DatasetKeys.Batch("scans/paul/2")).ScorePpm!.Value, 2.0);
    }

    private static BatchJudge Judge(string batch, string content, int good = 100) => Office.Judge(batch, content, good);

    private static BatchJudge Doubtful(string batch, string content)
    {
        BatchJudge judge = Judge(batch, content);
        return judge with { Checks = [.. judge.Checks.Select(check => check.Check == "noise" ? check with { Good = 80 } : check)] };
    }

    private void Provide(string provider, string content, long records)
    {
        if (_office.Find(DatasetKeys.Dataset("scans")) is null)
        {
            _office.Accepts("paul", Office.Dataset());
        }
        _office.Accepts(provider, Office.Batch(content, records: records));
    }

    private long Credibility(string name) =>
        (_office.Find(JudgingKeys.Standing(name)) ?? StandingState.None).CredibilityPpm(TrustRule.Standard);
}
