using System.CommandLine;
using Hallmark.Cli.Verbs;

namespace Hallmark.Cli;

/// <summary>The table of commands.</summary>
internal static class Commands
{
    public static RootCommand Root()
    {
        var root = new RootCommand("A tamper-evident ledger for the data that AI models are trained on and for the training itself.");
        CommonOptions.AddTo(root);
        foreach (Command command in (Command[])
        [
            RunVerb.Create(), InitVerb.Create(), MemberVerb.Create(), GrantVerb.Create(), RegisterVerb.Create(), JudgeVerb.Create(), BatchesVerb.Create(),
            ScheduleVerb.Create(), RequestVerb.Create(), SeedVerb.Create(), TrainVerb.Create(), RunsVerb.Create(), AuditVerb.Create(),
                ReportVerb.Create(), ReceiptVerb.Create(), VerifyVerb.Create(),
            TimestampVerb.Create(), PublishVerb.Create(), ServeVerb.Create(), WitnessVerb.Create(), ConsistencyVerb.Create(),
            PolicyVerb.Create(), ProposalVerb.Create(), RulesVerb.Create(), AccessVerb.Create(), ReadVerb.Create(), WithdrawVerb.Create(), CreditsVerb.Create(),
            CheckVerb.Create(), ExperimentVerb.Create(), ExplainVerb.Create(), RecheckVerb.Create(), ChallengeVerb.Create(), DuplicatesVerb.Create(),
            CelVerb.Create(), BenchVerb.Create(),
        ])
        {
            root.Subcommands.Add(command);
        }
        return root;
    }
}
