using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Data.Store;
using Hallmark.Evidence.Cose;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark member add|list|roles|rotate|agreement|revoke</c>.</summary>
internal static class MemberVerb
{
    public static Command Create() => new("member", "Take in, list and revoke members; change their roles and keys.")
    {
        Add(), List(), ChangeRoles(), Rotate(), Agreement(), Revoke(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME");
        Option<string[]> roles = RolesOption();
        var key = new Option<string?>("--key") { Description = "The member's public key (PEM or COSE); without it keys are made and kept here.", HelpName = "FILE" };
        var agreement = new Option<string?>("--agreement-key") { Description = "With --key: the member's public key-agreement key, to read sealed batches.", HelpName = "FILE" };
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("add", "Take in a member.") { name, roles, key, agreement, from, admin, headOut };
        command.SetBody(async invocation =>
        {
            string member = invocation.Get(name);
            MemberNames.RequireMember(member);
            if (invocation.Get(agreement) is not null && invocation.Get(key) is null)
            {
                throw new UsageException("--agreement-key: goes with --key; without both, keys are made here");
            }
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock, invocation.Get(headOut)).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            var add = new MemberAdd(
                member, Checked(invocation.Get(roles)), PublicKey(invocation, member, invocation.Get(key)),
                AgreementKeyOf(workspace, member, invocation.Get(key), invocation.Get(agreement)), invocation.Get(from).ToHeight("--from"));
            long? proposal = await Governing.SubmitAsync(invocation, session, add, $"{member} is a member ({string.Join(", ", add.Roles)})").ConfigureAwait(false);
            Tell(invocation, workspace, member, proposal, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command ChangeRoles()
    {
        var name = new Argument<string>("NAME");
        Option<string[]> roles = RolesOption();
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        var command = new Command("roles", "Give a member these roles in place of those it has.") { name, roles, from, admin };
        command.SetBody(async invocation =>
        {
            MemberNames.RequireName(invocation.Get(name));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            var change = new MemberRoles(invocation.Get(name), Checked(invocation.Get(roles)), invocation.Get(from).ToHeight("--from"));
            long? proposal = await Governing.SubmitAsync(invocation, session, change, $"{change.Member} has the roles {string.Join(", ", change.Roles)}").ConfigureAwait(false);
            Tell(invocation, workspace, change.Member, proposal, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Rotate()
    {
        var name = new Argument<string>("NAME");
        var command = new Command("rotate", "Give a member a new signing key; old and new key sign the change.") { name };
        command.SetBody(async invocation =>
        {
            string member = invocation.Get(name);
            MemberNames.RequireMember(member);
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(member, Roles.Reader);
            MemberState state = workspace.Catalog.Member(member) ?? throw new KeyNotFoundException($"there is no member '{member}' on this ledger");
            using KeySigner next = workspace.Keys.FindOrPrepareNext(member);
            byte[] proof = next.Sign(MemberRotate.ToBeProved(workspace.Catalog.Ledger.Ledger, state.Key.Thumbprint, member));
            await session.SubmitAsync(new MemberRotate(member, next.PublicKey, proof), invocation.Cancellation).ConfigureAwait(false);
            workspace.Keys.TakeNext(member);
            invocation.Output.Say($"{member} signs with key {next.PublicKey.Thumbprint.ToShortString()} now; the old one is kept beside it");
            Tell(invocation, workspace, member, null, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Agreement()
    {
        var name = new Argument<string>("NAME");
        var command = new Command("agreement", "Make and register a key-agreement key for a member that has none: keys of sealed batches are wrapped to it.") { name };
        command.SetBody(async invocation =>
        {
            string member = invocation.Get(name);
            MemberNames.RequireMember(member);
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(member, Roles.Reader);
            AgreementPublicKey key = workspace.AgreementKeys.FindOrCreate(member);
            if (workspace.Catalog.Member(member)?.Agreement?.Equals(key) == true)
            {
                throw new UsageException($"{member} has registered its key-agreement key already");
            }
            await session.SubmitAsync(new MemberAgreement(member, key), invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"{member} reads sealed batches with key {key.Thumbprint.ToShortString()}");
            Tell(invocation, workspace, member, null, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the members with their roles and keys.");
        command.SetBody(invocation =>
        {
            using var store = invocation.Home.OpenStore();
            var catalog = new Catalog(invocation.Home.OpenForReading(), store);
            IReadOnlyList<MemberState> members = catalog.Members();
            invocation.Output.Result(
                new JsonObject { ["members"] = new JsonArray([.. members.Select(member => ToJson(member, ReliabilityOf(catalog, member)))]) },
                console =>
                {
                    Table table = Output.NewTable("member", "roles", "key", "sealed batches", "measurements doubted", "standing");
                    foreach (MemberState member in members)
                    {
                        Output.AddRow(
                            table, member.Name, string.Join(", ", member.Roles), member.Key.Thumbprint.ToShortString(),
                            member.Agreement?.Thumbprint.ToShortString() ?? "no key",
                            Doubts(ReliabilityOf(catalog, member)), member.Revoked is null ? "good" : $"revoked from block {member.Revoked} on");
                    }
                    console.Write(table);
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static ReliabilityState ReliabilityOf(Catalog catalog, MemberState member) =>
        catalog.Ledger.State.Find(JudgingKeys.Reliability(member.Name)) ?? ReliabilityState.None;

    private static string Doubts(ReliabilityState reliability) =>
        reliability == ReliabilityState.None ? "" : $"{reliability.Upheld} upheld, {reliability.Overturned} overturned";

    private static Command Revoke()
    {
        var name = new Argument<string>("NAME");
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        var command = new Command("revoke", "End a membership; what was signed before stays valid.") { name, reason, from, admin };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            MemberNames.RequireName(invocation.Get(name));
            var revoke = new MemberRevoke(invocation.Get(name), invocation.Get(reason), invocation.Get(from).ToHeight("--from"));
            long? proposal = await Governing.SubmitAsync(invocation, session, revoke, $"{revoke.Member} is revoked").ConfigureAwait(false);
            Tell(invocation, workspace, revoke.Member, proposal, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Option<string[]> RolesOption() => new("--role")
    {
        Description = $"{string.Join(", ", Roles.All.Take(Roles.All.Count - 1))} or {Roles.All[^1]}; may be given several times.",
        Required = true,
    };

    private static string[] Checked(string[] roles) => roles.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown
        ? throw new UsageException($"--role: '{unknown}' is not a role; there are {string.Join(", ", Roles.All)}")
        : [.. roles.Distinct(StringComparer.Ordinal)];

    private static CoseKey PublicKey(Invocation invocation, string member, string? file)
    {
        if (file is not null)
        {
            return InputFile.Read(file, CoseKey.ReadFile);
        }
        using KeySigner key = new HomeKeys(invocation.Home).FindOrCreate(member);
        return key.PublicKey;
    }

    private static AgreementPublicKey? AgreementKeyOf(Workspace workspace, string member, string? keyFile, string? file) =>
        file is not null ? InputFile.Read(file, AgreementPublicKey.Read) : keyFile is null ? workspace.AgreementKeys.FindOrCreate(member) : null;

    private static void Tell(Invocation invocation, Workspace workspace, string member, long? proposal, string? headOut)
    {
        MemberState? state = workspace.Catalog.Member(member);
        invocation.Output.Result((state is null ? new JsonObject { ["member"] = member } : ToJson(state, ReliabilityOf(workspace.Catalog, state))).With(proposal), _ => { });
        HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, headOut);
    }

    private static JsonObject ToJson(MemberState member, ReliabilityState reliability) => new()
    {
        ["member"] = member.Name,
        ["roles"] = new JsonArray([.. member.Roles.Select(role => (JsonNode)role)]),
        ["key"] = member.Key.Thumbprint.ToString(),
        ["agreement"] = member.Agreement?.Thumbprint.ToString(),
        ["from"] = member.From.Value,
        ["revoked"] = member.Revoked?.Value,
        ["measurementsUpheld"] = reliability.Upheld,
        ["measurementsOverturned"] = reliability.Overturned,
    };
}
