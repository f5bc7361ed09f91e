using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark member add|list|roles|rotate|agreement|revoke</c>.</summary>
internal static class MemberVerb
{
    public static Command Create() => new("member", "Take in, list and revoke members; change their roles and keys.")
    {
        Add(), List(), Roles(), Rotate(), Agreement(), Revoke(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME");
        Option<string[]> roles = RolesOption();
        var key = new Option<string?>("--key")
        {
            Description = "The member's public key (PEM or COSE); without it keys are made and kept here.",
            HelpName = "FILE",
        };
        var agreement = new Option<string?>("--agreement-key")
        {
            Description = "With --key: the member's public key-agreement key, to read sealed batches.",
            HelpName = "FILE",
        };
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("add", "Take in a member.") { name, roles, key, agreement, from, admin, headOut };
        command.SetBody(async invocation =>
        {
            var add = new AddMember(invocation.Get(name), OnceEach(invocation.Get(roles)))
            {
                As = invocation.Get(admin),
                Key = invocation.Get(key) is { } keyFile ? InputFile.Read(keyFile, CoseKey.ReadFile) : null,
                AgreementKey = invocation.Get(agreement) is { } otherFile ? InputFile.Read(otherFile, AgreementPublicKey.Read) : null,
                From = invocation.Get(from).ToHeight("--from"),
            };
            (MemberChanged changed, Head head) = await invocation.ActAsync(add, invocation.Get(headOut)).ConfigureAwait(false);
            Tell(invocation, changed, $"{add.Member} is a member ({string.Join(", ", add.Roles)})", head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Roles()
    {
        var name = new Argument<string>("NAME");
        Option<string[]> roles = RolesOption();
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        var command = new Command("roles", "Give a member these roles in place of those it has.") { name, roles, from, admin };
        command.SetBody(async invocation =>
        {
            var change = new ChangeRoles(invocation.Get(name), OnceEach(invocation.Get(roles)), invocation.Get(from).ToHeight("--from"))
            {
                As = invocation.Get(admin),
            };
            (MemberChanged changed, Head head) = await invocation.ActAsync(change).ConfigureAwait(false);
            Tell(invocation, changed, $"{change.Member} has the roles {string.Join(", ", change.Roles)}", head);
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
            (MemberProfile member, Head head) = await invocation.ActAsync(new RotateKey(invocation.Get(name))).ConfigureAwait(false);
            invocation.Output.Say(
                $"{member.State.Name} signs with key {member.State.Key.Thumbprint.ToShortString()} now; the old one is kept beside it");
            invocation.Output.Result(MemberChangedAnswer.Done(member));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Agreement()
    {
        var name = new Argument<string>("NAME");
        var command = new Command(
            "agreement", "Make and register a key-agreement key for a member that has none: keys of sealed batches are wrapped to it.")
        {
            name,
        };
        command.SetBody(async invocation =>
        {
            (MemberProfile member, Head head) = await invocation.ActAsync(new RegisterAgreementKey(invocation.Get(name)))
                .ConfigureAwait(false);
            invocation.Output.Say(
                $"{member.State.Name} reads sealed batches with key {member.State.Agreement!.Thumbprint.ToShortString()}");
            invocation.Output.Result(MemberChangedAnswer.Done(member));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("NAME");
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<long?> from = CommonOptions.From();
        Option<string?> admin = CommonOptions.As();
        var command = new Command("revoke", "End a membership; what was signed before stays valid.") { name, reason, from, admin };
        command.SetBody(async invocation =>
        {
            var revoke = new RevokeMember(invocation.Get(name), invocation.Get(reason), invocation.Get(from).ToHeight("--from"))
            {
                As = invocation.Get(admin),
            };
            (MemberChanged changed, Head head) = await invocation.ActAsync(revoke).ConfigureAwait(false);
            Tell(invocation, changed, $"{revoke.Member} is revoked", head);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the members with their roles and keys.");
        command.SetBody(async invocation =>
        {
            IReadOnlyList<MemberProfile> members = await invocation.AskAsync(new ListMembers()).ConfigureAwait(false);
            invocation.Output.Result(MembersAnswer.Of(members), console => Output.WriteTable(console, ToTable(members)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Table ToTable(IReadOnlyList<MemberProfile> members)
    {
        Table table = Output.NewTable("member", "roles", "key", "sealed batches", "measurements doubted", "standing");
        foreach ((MemberState member, ReliabilityState reliability) in members)
        {
            Output.AddRow(
                table, member.Name, string.Join(", ", member.Roles), member.Key.Thumbprint.ToShortString(),
                member.Agreement?.Thumbprint.ToShortString() ?? "no key",
                reliability == ReliabilityState.None ? "" : $"{reliability.Upheld} upheld, {reliability.Overturned} overturned",
                member.Revoked is null ? "good" : $"revoked from block {member.Revoked} on");
        }
        return table;
    }

    private static Option<string[]> RolesOption()
    {
        IReadOnlyList<string> all = Contracts.Members.Roles.All;
        return new Option<string[]>("--role")
        {
            Description = $"{string.Join(", ", all.Take(all.Count - 1))} or {all[^1]}; may be given several times.",
            Required = true,
        };
    }

    private static string[] OnceEach(string[] roles) => [.. roles.Distinct(StringComparer.Ordinal)];

    private static void Tell(Invocation invocation, MemberChanged changed, string done, Head head, string? headOut = null)
    {
        GovernedOutput.Tell(invocation, changed.Outcome, done);
        invocation.Output.Result(MemberChangedAnswer.Of(changed));
        HeadOutput.Tell(invocation, head, headOut);
    }
}
