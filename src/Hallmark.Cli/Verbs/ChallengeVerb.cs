using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark challenge open|vote|close|list</c>: doubts about a validator's measurements, and how they are settled.</summary>
internal static class ChallengeVerb
{
    public static Command Create() => new("challenge", "Doubt a validator's measurements, and have other validators settle it.") { Open(), Vote(), Close(), List() };

    private static Command Open()
    {
        var batch = new Argument<string>("BATCH");
        var deposit = new Option<long>("--deposit") { Description = "Credits that are lost if the measurements hold.", HelpName = "CREDITS", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        var member = new Option<string>("--as") { Description = "Member who doubts.", HelpName = "MEMBER", Required = true };
        var command = new Command("open", "Doubt the measurements on which a batch's verdict rests.") { batch, deposit, reason, member };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            BatchState state = workspace.Catalog.Batch(invocation.Get(batch));
            Rechecking.Judged(workspace.Catalog, state);
            MemberSession session = workspace.ActAs(invocation.Get(member), Roles.Auditor);
            await session.SubmitAsync(
                new BatchChallenge(state.Id, state.Root, state.JudgedEntry!.Value, invocation.Get(deposit), invocation.Get(reason)), invocation.Cancellation).ConfigureAwait(false);
            long number = workspace.Catalog.Batch(state.Id).Challenge!.Value;
            invocation.Output.Say($"challenge {number}: {state.Id} is not used until other validators have measured it again ('hallmark challenge vote {number}')");
            Show(invocation, workspace.Catalog, Find(workspace.Catalog, number));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Vote()
    {
        var number = new Argument<long>("NUMBER");
        Option<string?> validator = CommonOptions.As();
        var command = new Command("vote", "Measure again what is doubted, and vote by what comes out.") { number, validator };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            ChallengeState challenge = Find(workspace.Catalog, invocation.Get(number));
            BatchState batch = workspace.Catalog.Batch(challenge.Batch);
            if (challenge.Status != ChallengeStatus.Open)
            {
                throw new FailureException($"challenge {challenge.Number} is {challenge.Status.ToString().ToLowerInvariant()} already");
            }
            MemberSession session = workspace.ActAs(invocation.Get(validator), Roles.Validator);
            RecheckResult result = await Rechecking.VoteAsync(session, workspace.Catalog, workspace.Custodians, challenge, invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say(RecheckVerb.Sentence(batch, challenge.Validator, result));
            Show(invocation, workspace.Catalog, Find(workspace.Catalog, challenge.Number));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Close()
    {
        var number = new Argument<long>("NUMBER");
        Option<string?> member = CommonOptions.As();
        var command = new Command("close", "Count the votes again among today's validators; close without a majority what was open for long.") { number, member };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            ChallengeState challenge = Find(workspace.Catalog, invocation.Get(number));
            MemberSession session = workspace.ActAs(invocation.Get(member), Roles.Admin);
            await session.SubmitAsync(new ChallengeClose(challenge.Number), invocation.Cancellation).ConfigureAwait(false);
            Show(invocation, workspace.Catalog, Find(workspace.Catalog, challenge.Number));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the challenges with their votes.");
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            ChallengeState[] all = [.. catalog.Ledger.State.List(JudgingKeys.Challenges).OrderBy(challenge => challenge.Number)];
            invocation.Output.Result(new JsonObject { ["challenges"] = new JsonArray([.. all.Select(ToJson)]) }, console => console.Write(ToTable(all)));
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static ChallengeState Find(Catalog catalog, long number) =>
        catalog.Ledger.State.Find(JudgingKeys.Challenge(number)) ?? throw new KeyNotFoundException($"there is no challenge {number} on this ledger");

    private static void Show(Invocation invocation, Catalog catalog, ChallengeState challenge) => invocation.Output.Result(
        new JsonObject { ["challenge"] = ToJson(challenge), ["head"] = HeadOutput.ToJson(catalog.Ledger.Head) }, console => console.Write(ToTable([challenge])));

    private static JsonObject ToJson(ChallengeState challenge) => new()
    {
        ["number"] = challenge.Number,
        ["batch"] = challenge.Batch,
        ["entry"] = challenge.Entry.Value,
        ["validator"] = challenge.Validator,
        ["challenger"] = challenge.Challenger,
        ["deposit"] = challenge.Deposit,
        ["status"] = challenge.Status.ToString().ToLowerInvariant(),
        ["holds"] = new JsonArray([.. challenge.For.Select(name => (JsonNode)name)]),
        ["differs"] = new JsonArray([.. challenge.Against.Select(name => (JsonNode)name)]),
    };

    private static Table ToTable(IReadOnlyList<ChallengeState> challenges)
    {
        Table table = Output.NewTable("challenge", "batch", "validator", "by", "deposit", "status", "holds", "differs");
        foreach (ChallengeState challenge in challenges)
        {
            Output.AddRow(
                table, challenge.Number.ToString(), challenge.Batch, challenge.Validator, challenge.Challenger, challenge.Deposit.ToString(),
                challenge.Status.ToString().ToLowerInvariant(), string.Join(", ", challenge.For), string.Join(", ", challenge.Against));
        }
        return table;
    }
}
