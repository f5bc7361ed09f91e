namespace Hallmark.Contracts;

/// <summary>
/// Names of the rules that programs tell apart, as denials on record have them: whoever is denied by one of these goes on, because somebody
/// else was sooner. The names of all other rules are for people, and stand where the rule does.
/// </summary>
public static class RuleNames
{
    /// <summary>The statement is signed with a key that its sender has replaced.</summary>
    public const string OldKey = "member.old-key";

    /// <summary>The dataset is open already.</summary>
    public const string DatasetExists = "dataset.exists";

    /// <summary>The dataset's schema was changed meanwhile.</summary>
    public const string EvolvedOtherwise = "dataset.evolve.before";

    /// <summary>The batch does not follow the schema in force.</summary>
    public const string OtherSchema = "batch.schema";

    /// <summary>These records are registered already.</summary>
    public const string BatchCopy = "batch.copy";

    /// <summary>Batches came in since the measurements were taken.</summary>
    public const string JudgedOtherPool = "judge.pool";

    /// <summary>This validator has judged the batch already.</summary>
    public const string JudgedAgain = "judge.again";

    /// <summary>This validator has judged these records already, in a batch that was withdrawn.</summary>
    public const string JudgedBefore = "judge.before";

    /// <summary>The batch has its verdict already.</summary>
    public const string JudgedAlready = "judge.decided";

    /// <summary>Measurements came out otherwise, and no challenge has settled yet who is right.</summary>
    public const string RecheckUnsettled = "dataset.recheck.unsettled";

    /// <summary>Judgements rest on the batch that nobody else has measured.</summary>
    public const string WithdrawUnchecked = "batch.withdraw.unchecked";
}
