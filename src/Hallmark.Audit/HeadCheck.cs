using Hallmark.Evidence;
using Hallmark.Ledger;

namespace Hallmark.Audit;

/// <summary>What a head kept elsewhere says of a ledger (<see cref="HeadProblem"/>), as a finding.</summary>
public static class HeadCheck
{
    /// <returns>What is wrong, or null where the ledger holds exactly that head.</returns>
    public static Finding? Compare(LedgerView ledger, Head head) =>
        HeadProblem.Find(ledger, head) is { } problem
            ? new Finding(CodeOf(problem.Fault), AuditVerdict.Tampered, problem.Message) { Height = problem.Height?.Value }
            : null;

    private static string CodeOf(HeadFault fault) => fault switch
    {
        HeadFault.OtherLedger => "head.other-ledger",
        HeadFault.RolledBack => "head.rollback",
        _ => "head.reforged",
    };
}
