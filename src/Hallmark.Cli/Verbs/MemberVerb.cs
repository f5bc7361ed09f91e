using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Contracts.Payloads;
using Hallmark.Contracts.State;
using Hallmark.Evidence.Cose;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark member add|list|revoke</c>.</summary>
internal static class MemberVerb
{
    public static Command Create() => new("member", "Take in, list and revoke members.") { Add(), List(), Revoke() };

    /// <exception cref="UsageException">Not a name.</exception>
    public static void RequireName(string name)
    {
        if (!Names.IsValid(name))
        {
            throw new UsageException($"'{name}' is not a name ({Names.Rule})");
        }
    }

    private static Command Add()
    {
        var name = new Argument<string>("NAME");
        var roles = new Option<string[]>("--role") { Description = "admin, provider, validator, trainer, auditor or reader; may be given several times.", Required = true };
        var key = new Option<string?>("--key") { Description = "The member's public key (PEM or COSE); without it a key is made and kept here.", HelpName = "FILE" };
        Option<string?> admin = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("add", "Take in a member.") { name, roles, key, admin, headOut };
        command.SetBody(async invocation =>
        {
            string member = invocation.Get(name);
            RequireName(member);
            await using Workspace workspace = Workspace.Open(invocation.Home, invocation.Output, invocation.Clock, invocation.Get(headOut));
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            await session.SubmitAsync(new MemberAdd(member, invocation.Get(roles), PublicKey(invocation, member, invocation.Get(key))), invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"{member} is a member ({string.Join(", ", invocation.Get(roles))})");
            invocation.Output.Result(ToJson(workspace.Catalog.Ledger.State.Find<MemberState>(StateKeys.Member(member))!), _ => { });
            HeadFile.Tell(invocation, workspace.Catalog.Ledger.Head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static CoseKey PublicKey(Invocation invocation, string member, string? file)
    {
        if (file is not null)
        {
            return InputFile.Read(file, CoseKey.ReadFile);
        }
        using KeySigner key = invocation.Home.FindKey(member) ?? invocation.Home.CreateKey(member);
        return key.PublicKey;
    }

    private static Command List()
    {
        var command = new Command("list", "List the members with their roles and keys.");
        command.SetBody(invocation =>
        {
            IReadOnlyList<MemberState> members = invocation.Home.OpenForReading().State.List<MemberState>(StateKeys.Members);
            invocation.Output.Result(
                new JsonObject { ["members"] = new JsonArray([.. members.Select(ToJson)]) },
                console =>
                {
                    Table table = Output.NewTable("member", "roles", "key", "standing");
                    foreach (MemberState member in members)
                    {
                        Output.AddRow(table, member.Name, string.Join(", ", member.Roles), member.Key.Thumbprint.ToShortString(), member.Revoked is null ? "good" : $"revoked at block {member.Revoked}");
                    }
                    console.Write(table);
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("NAME");
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> admin = CommonOptions.As();
        var command = new Command("revoke", "End a membership; what was signed before stays valid.") { name, reason, admin };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = Workspace.Open(invocation.Home, invocation.Output, invocation.Clock);
            MemberSession session = workspace.ActAs(invocation.Get(admin), Roles.Admin);
            RequireName(invocation.Get(name));
            await session.SubmitAsync(new MemberRevoke(invocation.Get(name), invocation.Get(reason)), invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"{invocation.Get(name)} is revoked");
            invocation.Output.Result(ToJson(workspace.Catalog.Ledger.State.Find<MemberState>(StateKeys.Member(invocation.Get(name)))!), _ => { });
            HeadFile.Tell(invocation, workspace.Catalog.Ledger.Head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static JsonObject ToJson(MemberState member) => new()
    {
        ["member"] = member.Name,
        ["roles"] = new JsonArray([.. member.Roles.Select(role => (JsonNode)role)]),
        ["key"] = member.Key.Thumbprint.ToString(),
        ["revoked"] = member.Revoked,
    };
}
