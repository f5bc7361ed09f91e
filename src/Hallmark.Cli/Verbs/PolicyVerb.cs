using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Cli.Policies;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
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
        var command = new Command("deploy", "Put a policy (YAML) in force, in place of the one of the same name.") { file, from, admin, headOut };
        command.SetBody(async invocation =>
        {
            PolicyDocument policy = PolicyFile.Read(invocation.Get(file));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            long? proposal = await Governing.SubmitAsync(
                invocation, session, new PolicyDeploy(policy, invocation.Get(from).ToHeight("--from")), $"policy {policy.Name} version {policy.Version} is deployed, digest {policy.Digest}").ConfigureAwait(false);
            invocation.Output.Result(PolicyText.ToJson(policy).With(proposal), _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the policies in force, and those that wait for their block.");
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            IReadOnlyList<PolicyState> policies = catalog.Ledger.State.List(PolicyKeys.All);
            (PolicyDocument Policy, BlockHeight? From)[] rows = [.. policies.SelectMany(policy => Rows(policy, catalog.NextHeight))];
            invocation.Output.Result(
                new JsonObject { ["policies"] = new JsonArray([.. rows.Select(row => With(PolicyText.ToJson(row.Policy), row.From))]) },
                console =>
                {
                    Table table = Output.NewTable("policy", "version", "governs", "rules", "in force", "digest");
                    foreach ((PolicyDocument policy, BlockHeight? from) in rows)
                    {
                        Output.AddRow(
                            table, policy.Name, policy.Version.ToString(), string.Join(", ", policy.Governs), string.Join(", ", policy.Rules.Select(rule => rule.Name)),
                            from is null ? "now" : $"from block {from} on", policy.Digest.ToShortString());
                    }
                    console.Write(table);
                });
            return Task.FromResult(ExitCode.Good);
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
            MemberNames.RequireName(invocation.Get(name));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            var withdraw = new PolicyWithdraw(invocation.Get(name), invocation.Get(reason), invocation.Get(from).ToHeight("--from"));
            long? proposal = await Governing.SubmitAsync(invocation, session, withdraw, $"policy {withdraw.Policy} is withdrawn").ConfigureAwait(false);
            invocation.Output.Result(new JsonObject { ["policy"] = withdraw.Policy }.With(proposal), _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, null);
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
            IReadOnlyList<CaseResult> results = PolicyCases.Run(policy, invocation.Get(cases));
            int failed = results.Count(result => !result.Passed);
            invocation.Output.Result(
                new JsonObject
                {
                    ["passed"] = results.Count - failed,
                    ["failed"] = failed,
                    ["cases"] = new JsonArray([.. results.Select(result => new JsonObject
                    {
                        ["name"] = result.Name,
                        ["expected"] = result.Expected,
                        ["found"] = result.Found,
                        ["passed"] = result.Passed,
                    })]),
                },
                console =>
                {
                    foreach (CaseResult result in results)
                    {
                        console.Profile.Out.Writer.WriteLine($"{(result.Passed ? "passed" : "FAILED")}  {result.Name}: {result.Found}{(result.Passed ? "" : $", expected {result.Expected}")}");
                    }
                    console.Profile.Out.Writer.WriteLine($"{results.Count - failed} passed, {failed} failed");
                });
            return Task.FromResult(failed == 0 ? ExitCode.Good : ExitCode.Failure);
        });
        return command;
    }

    private static Command Explain()
    {
        var entry = new Argument<ulong>("ENTRY");
        var command = new Command("explain", "Say which policies and rules decided about an entry, and on which values.") { entry };
        command.SetBody(invocation =>
        {
            Explanation explanation = PolicyExplanation.Of(invocation.Home, new EntryIndex(invocation.Get(entry)));
            invocation.Output.Result(explanation.ToJson(), console => explanation.Write(console.Profile.Out.Writer));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    /// <summary>The document in force, and the one that waits.</summary>
    private static IEnumerable<(PolicyDocument Policy, BlockHeight? From)> Rows(PolicyState state, BlockHeight next)
    {
        if (state.At(next) is { } now)
        {
            yield return (now, null);
        }
        if (state.NextFrom is { } from && next < from && state.Next is { } coming)
        {
            yield return (coming, from);
        }
    }

    private static JsonObject With(JsonObject policy, BlockHeight? from)
    {
        policy["from"] = from?.Value;
        return policy;
    }
}
