using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Actions;
using Hallmark.Operations.PolicyFiles;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark policy deploy|list|withdraw|test|explain</c>.</summary>
internal static class PolicyVerb
{
    public static Command Create() => new("policy", "Deploy, list, withdraw, try and explain the rules of this ledger.")
    {
        Deploy(), List(), Withdraw(), Test(), Explain(),
    };

    private static Command Deploy()
    {
        var file = new Argument<string>("FILE");
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("deploy", "Put a policy (YAML) in force, in place of the one of the same name.")
        {
            file, from, admin, headOut,
        };
        command.SetBody(async invocation =>
        {
            PolicyDocument policy = PolicyFile.Read(invocation.Get(file));
            var deploy = new DeployPolicy(policy, invocation.Get(from).ToHeight("--from")) { As = invocation.Get(admin) };
            (GovernedOutcome outcome, Head head) = await invocation.ActAsync(deploy, invocation.Get(headOut)).ConfigureAwait(false);
            GovernedOutput.Tell(invocation, outcome, $"policy {policy.Name} version {policy.Version} is deployed, digest {policy.Digest}");
            invocation.Output.Result(new PolicyDeployedAnswer(policy, outcome));
            HeadOutput.Tell(invocation, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the policies in force, and those that wait for their block.");
        command.SetBody(async invocation =>
        {
            IReadOnlyList<ListedPolicy> policies = await invocation.AskAsync(new ListPolicies()).ConfigureAwait(false);
            invocation.Output.Result(PoliciesAnswer.Of(policies), console => Output.WriteTable(console, ToTable(policies)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Withdraw()
    {
        var name = new Argument<string>("POLICY");
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        var command = new Command("withdraw", "Take a policy out of force.") { name, reason, from, admin };
        command.SetBody(async invocation =>
        {
            var withdraw = new WithdrawPolicy(invocation.Get(name), invocation.Get(reason), invocation.Get(from).ToHeight("--from"))
            {
                As = invocation.Get(admin),
            };
            (GovernedOutcome outcome, Head head) = await invocation.ActAsync(withdraw).ConfigureAwait(false);
            GovernedOutput.Tell(invocation, outcome, $"policy {withdraw.Policy} is withdrawn");
            invocation.Output.Result(PolicyWithdrawnAnswer.Of(withdraw.Policy, outcome));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Test()
    {
        var file = new Argument<string>("POLICY");
        var cases = new Argument<string>("CASES");
        var command = new Command("test", "Try a policy (YAML) on cases (YAML) of one's own, without a ledger.") { file, cases };
        command.SetBody(invocation =>
        {
            PolicyDocument policy = PolicyFile.Read(invocation.Get(file));
            PolicyCasesAnswer answer = PolicyCasesAnswer.Of(PolicyCases.Run(policy, invocation.Get(cases)));
            invocation.Output.Result(answer, console =>
            {
                foreach (PolicyCaseAnswer one in answer.Cases)
                {
                    Output.WriteLine(
                        console,
                        one.Passed ? $"passed  {one.Name}: {one.Found}" : $"FAILED  {one.Name}: {one.Found}, expected {one.Expected}");
                }
                Output.WriteLine(console, $"{answer.Passed} passed, {answer.Failed} failed");
            });
            return Task.FromResult(answer.Failed == 0 ? ExitCode.Good : ExitCode.Failure);
        });
        return command;
    }

    private static Command Explain()
    {
        var entry = new Argument<ulong>("ENTRY");
        var command = new Command("explain", "Say which policies and rules decided about an entry, and on which values.") { entry };
        command.SetBody(async invocation =>
        {
            var explain = new ExplainDecision(new EntryIndex(invocation.Get(entry)));
            DecisionAnswer answer = DecisionAnswer.Of(await invocation.AskAsync(explain).ConfigureAwait(false));
            invocation.Output.Result(answer, console => Write(answer, console));
            return ExitCode.Good;
        });
        return command;
    }

    private static Table ToTable(IReadOnlyList<ListedPolicy> policies)
    {
        Table table = Output.NewTable("policy", "version", "governs", "rules", "in force", "digest");
        foreach ((PolicyDocument policy, BlockHeight? from) in policies)
        {
            Output.AddRow(
                table, policy.Name, policy.Version.ToString(), string.Join(", ", policy.Governs),
                string.Join(", ", policy.Rules.Select(rule => rule.Name)),
                from is null ? "now" : $"from block {from} on", policy.Digest.ToShortString());
        }
        return table;
    }

    private static void Write(DecisionAnswer decision, IAnsiConsole console)
    {
        Output.WriteLine(
            console, $"entry {decision.Entry}, block {decision.Height}: {decision.Kind} of {decision.Subject} by {decision.Sender}");
        Output.WriteLine(console, decision.Denied ? $"denied by {decision.Rule}: {decision.Reason}" : "accepted");
        foreach (string happened in decision.Events)
        {
            Output.WriteLine(console, $"  {happened}");
        }
        if (decision.Policies.Count == 0)
        {
            Output.WriteLine(console, "no policy was asked: the built-in rules decided");
        }
        foreach (AskedPolicyAnswer policy in decision.Policies)
        {
            Output.WriteLine(
                console, $"policy {policy.Policy} version {policy.Version} ({policy.Digest}){(policy.Applies ? "" : " does not apply")}");
            foreach (ExpressionAnswer expression in policy.Expressions)
            {
                Output.WriteLine(console, $"  {expression.Part}: {expression.Expression} → {expression.Value}");
            }
            foreach (string value in policy.Values)
            {
                Output.WriteLine(console, $"  with {value}");
            }
        }
    }
}
