using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark seed commit|reveal|list</c>: a member's part in seeds that several draw together.</summary>
internal static class SeedVerb
{
    public static Command Create() => new("seed", "Have a hand in the seeds of others' schedules.") { Commit(), Reveal(), List() };

    private static Command Commit()
    {
        var count = new Option<int>("--count") { Description = "How many secrets to commit to; each serves one request.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string> member = Member();
        var command = new Command("commit", "Make a secret, keep it here, and commit to it on record.") { count, member };
        command.SetBody(async invocation =>
        {
            int wanted = invocation.Get(count) is >= 1 and <= 1000 and var n ? n : throw new UsageException("count: is not between 1 and 1000");
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            Catalog catalog = workspace.Catalog;
            MemberSession session = workspace.ActAs(invocation.Get(member), Roles.Reader);
            SeedSecrets secrets = invocation.Home.OpenSeedSecrets();
            var commits = Enumerable.Range(0, wanted).Select(_ => new SeedCommit(secrets.Make(catalog.Ledger.Ledger, session.Member))).ToArray();
            var accepted = await session.SubmitAllAsync(commits, invocation.Cancellation).ConfigureAwait(false);
            Show(invocation, catalog, [.. accepted.Select(one => Find(catalog, SeedCommitted.Read(one.Outcome).Seed))]);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Reveal()
    {
        var seed = new Argument<string?>("SEED") { Arity = ArgumentArity.ZeroOrOne, Description = "Without it all that open requests wait for." };
        Option<string> member = Member();
        var command = new Command("reveal", "Tell a secret to the request that names its commitment.") { seed, member };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            Catalog catalog = workspace.Catalog;
            MemberSession session = workspace.ActAs(invocation.Get(member), Roles.Reader);
            SeedState[] waited = invocation.Get(seed) is { } id ? [Find(catalog, id)] : [.. WaitedFor(catalog, session.Member)];
            SeedSecrets secrets = invocation.Home.OpenSeedSecrets();
            foreach (SeedState state in waited)
            {
                if (state.Member != session.Member)
                {
                    throw new FailureException($"{state.Id} is the secret of {state.Member}, not of {session.Member}");
                }
                string request = state.Request ?? throw new FailureException($"no request names {state.Id} yet; told before, it is worth nothing");
                Digest secret = secrets.Find(state.Member, state.Commitment) ?? throw new FailureException($"the secret of {state.Id} is not kept in {invocation.Home.Directory}");
                await session.SubmitAsync(new SeedReveal(state.Id, request, secret), invocation.Cancellation).ConfigureAwait(false);
                secrets.Forget(state.Member, state.Commitment);
                RequestState asked = catalog.Request(request);
                invocation.Output.Say(asked.Seed is { } drawn ? $"{request}: all secrets are there, the seed is {drawn}" : $"{request}: waits for others until entry {asked.Deadline}");
            }
            if (waited.Length == 0)
            {
                invocation.Output.Say($"no request waits for a secret of {session.Member}");
            }
            Show(invocation, catalog, [.. waited.Select(state => Find(catalog, state.Id))]);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the commitments and what became of them.");
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            Show(invocation, catalog, [.. catalog.Ledger.State.List(ScheduleKeys.Seeds).OrderBy(seed => seed.Entry)]);
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Option<string> Member() => new("--as") { Description = "Member whose secret it is.", HelpName = "MEMBER", Required = true };

    private static IEnumerable<SeedState> WaitedFor(Catalog catalog, string member) => catalog.Ledger.State.List(ScheduleKeys.Seeds)
        .Where(seed => seed.Member == member && seed.Secret is null && seed.Request is { } request && catalog.Request(request).Status == RequestStatus.Open)
        .OrderBy(seed => seed.Entry);

    private static SeedState Find(Catalog catalog, string id) =>
        catalog.Ledger.State.Find(ScheduleKeys.Seed(id)) ?? throw new KeyNotFoundException($"there is no seed '{id}' on this ledger");

    private static void Show(Invocation invocation, Catalog catalog, IReadOnlyList<SeedState> seeds) => invocation.Output.Result(
        new JsonObject { ["seeds"] = new JsonArray([.. seeds.Select(ToJson)]), ["head"] = HeadOutput.ToJson(catalog.Ledger.Head) },
        console => console.Write(ToTable(seeds)));

    private static string StatusOf(SeedState seed) => seed.Secret is not null ? "revealed" : seed.Request is not null ? "named" : "unused";

    private static JsonObject ToJson(SeedState seed) => new()
    {
        ["id"] = seed.Id,
        ["member"] = seed.Member,
        ["commitment"] = seed.Commitment.ToString(),
        ["entry"] = seed.Entry.Value,
        ["status"] = StatusOf(seed),
        ["request"] = seed.Request,
        ["secret"] = seed.Secret?.ToString(),
    };

    private static Table ToTable(IReadOnlyList<SeedState> seeds)
    {
        Table table = Output.NewTable("seed", "commitment", "status", "request");
        foreach (SeedState seed in seeds)
        {
            Output.AddRow(table, seed.Id, seed.Commitment.ToShortString(), StatusOf(seed), seed.Request ?? "");
        }
        return table;
    }
}
