using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;

namespace Hallmark.Contracts.Tests;

/// <summary>A model is made known on record, by its trainer, while it has the right to all that is in it.</summary>
public sealed class ReleaseTests
{
    private static readonly ModelRelease Release = new("scans/run/1", Office.Object, null);
    private readonly Office _office = new Office().WithRun();

    [Fact]
    public void The_model_of_a_whole_run_is_released_once_by_its_trainer()
    {
        _office.Denies("model.release.incomplete", "tina", Release);
        Finish();
        _office.Accepts("alice", new MemberAdd("tom2", [Roles.Trainer], Office.Key("tom2").PublicKey));
        _office.Denies("model.release.trainer", "tom2", Release);
        _office.Denies("model.release.role", "vera", Release);
        _office.Denies("model.release.unknown", "tina", Release with { Run = "scans/run/9" });
        _office.Accepts("tina", Release);
        _office.Denies("model.release.again", "tina", Release);
    }

    [Fact]
    public void A_run_that_was_closed_without_all_its_steps_has_no_model_to_release()
    {
        _office.Accepts("tina", Office.Close());
        _office.Denies("model.release.incomplete", "tina", Release);
    }

    [Fact]
    public void A_revoked_grant_and_a_withdrawn_batch_keep_a_model_in()
    {
        Finish();
        _office.Accepts("alice", new AccessRevoke("tina", "scans", Purposes.Training, "misuse"));
        _office.Denies("access.grant-revoked", "tina", Release);
        _office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        BatchState first = _office.Get(DatasetKeys.Batch("scans/paul/1"));
        _office.Accepts("paul", _office.Erasing(new BatchWithdraw(first.Id, first.Root, "")));
        _office.Denies("model.release.batch", "tina", Release);
    }

    [Fact]
    public void A_few_sealed_records_keep_a_model_in()
    {
        Finish();
        foreach (int number in new[] { 1, 2, 3 })
        {
            StateKey<BatchState> key = DatasetKeys.Batch($"scans/paul/{number}");
            BatchState open = _office.Get(key);
            _office.Put(key, open with { Tier = BatchTier.Sealed, Records = 33 });
        }
        _office.Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        _office.Denies("model.release.records", "tina", Release);
        StateKey<BatchState> last = DatasetKeys.Batch("scans/paul/3");
        _office.Put(last, _office.Get(last) with { Records = 34 });
        _office.Accepts("tina", Release);
    }

    [Theory]
    [InlineData("has(release.reveals)")]
    [InlineData("release.records >= 1000")]
    [InlineData("release.tier != 'open'")]
    [InlineData("release.batches > 3")]
    [InlineData("release.providers > 1")]
    public void A_policy_can_ask_for_more(string expression)
    {
        Finish();
        var rule = new PolicyRule("more", expression, "not yet", RuleEffect.Deny);
        _office.Accepts(
            "alice", new PolicyDeploy(new PolicyDocument("models", 1, [ModelRelease.Kind], null, [rule], [], null, null, null)));
        _office.Denies("policy.models.more", "tina", Release);
    }

    /// <summary>All steps of all epochs, and the end.</summary>
    private void Finish()
    {
        int epochs = (int)_office.Get(RunKeys.Run("scans/run/1")).Epochs;
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            _office.Accepts("tina", Office.Step(epoch, epoch, "scans/paul/1", "scans/paul/2", "scans/paul/3"));
        }
        _office.Accepts("tina", Office.Close());
    }
}
