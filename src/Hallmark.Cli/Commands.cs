using System.CommandLine;
using System.CommandLine.Parsing;
using Hallmark.Api;
using Hallmark.Cli.Verbs;

namespace Hallmark.Cli;

/// <summary>The table of commands.</summary>
internal static class Commands
{
    /// <summary>Runs one command line, in any process.</summary>
    /// <param name="results">Where the answer goes.</param>
    /// <param name="messages">Where words for people go.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter results, TextWriter messages, CancellationToken cancellation = default)
    {
        ParseResult parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
            {
                messages.WriteLine(UsageHint.Sentence(error));
            }
            foreach (string hint in UsageHint.Of(parsed))
            {
                messages.WriteLine(hint);
            }
            if (arguments.Contains(CommonOptions.Json.Name))
            {
                string error = string.Join(' ', parsed.Errors.Select(UsageHint.Sentence));
                results.WriteLine(ApiJson.Write(new FailureAnswer(error, ExitCode.Usage)));
            }
            return ExitCode.Usage;
        }
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = results, Error = messages };
        return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
    }

    /// <summary>All commands with their options.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("A tamper-evident ledger for the data that AI models are trained on and for the training itself.");
        CommonOptions.AddTo(root);
        foreach (Command command in (Command[])
        [
            RunVerb.Create(), InitVerb.Create(), MemberVerb.Create(), GrantVerb.Create(), RegisterVerb.Create(), IngestVerb.Create(),
            GatewayVerb.Create(),
            JudgeVerb.Create(), BatchesVerb.Create(),
            EvaluationVerb.Create(), ScheduleVerb.Create(), RequestVerb.Create(), SeedVerb.Create(), TrainVerb.Create(), RunsVerb.Create(),
            ReleaseVerb.Create(), AuditVerb.Create(),
                ReportVerb.Create(), ReceiptVerb.Create(), TrustVerb.Create(), VerifyVerb.Create(),
            TimestampVerb.Create(), PublishVerb.Create(), ServeVerb.Create(), BenchVerb.Create(), WitnessVerb.Create(),
            ConsistencyVerb.Create(),
            PolicyVerb.Create(), ProposalVerb.Create(), RulesVerb.Create(), AccessVerb.Create(), ReadVerb.Create(), WithdrawVerb.Create(),
            CreditsVerb.Create(),
            SchemaVerb.Create(), DatasetVerb.Create(),
            CheckVerb.Create(), ExperimentVerb.Create(), ExplainVerb.Create(), RecheckVerb.Create(), ChallengeVerb.Create(),
            DuplicatesVerb.Create(), DiffVerb.Create(), FindVerb.Create(),
            CelVerb.Create(),
        ])
        {
            root.Subcommands.Add(command);
        }
        return root;
    }
}
