using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Hallmark.Operations.Yaml;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark gateway add|list|revoke</c>: keys of machines that register batches in a provider's name.</summary>
internal static class GatewayVerb
{
    public static Command Create() => new("gateway", "Let a machine's key register a provider's streams, list such keys, and revoke them.")
    {
        Add(), List(), Revoke(),
    };

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "Its name, for this provider; of one key for ever." };
        var datasets = new Option<string[]>("--dataset")
        {
            Description = "Dataset that it may register batches of; may be given several times.",
            HelpName = "D",
            Required = true,
        };
        var until = new Option<string?>("--until")
        {
            Description = "Moment from which on it may not any more, e.g. 2027-01-31 or 2027-01-31T12:00:00Z; without it there is no end.",
            HelpName = "DATE",
        };
        var key = new Option<string?>("--key")
        {
            Description = "The machine's public key (PEM or COSE); without it a key is made and kept here.",
            HelpName = "FILE",
        };
        Option<string?> provider = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("add", "Let a key register open batches in a provider's name; said again it changes datasets and end.")
        {
            name, datasets, until, key, provider, headOut,
        };
        command.SetBody(async invocation =>
        {
            var add = new AddGateway(invocation.Get(name), invocation.Get(datasets))
            {
                As = invocation.Get(provider),
                Until = FieldText.Moment(invocation.Get(until), "--until"),
                Key = invocation.Get(key) is { } file ? InputFile.Read(file, CoseKey.ReadFile) : null,
            };
            (GatewayState added, Head head) = await invocation.ActAsync(add, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Say(
                $"{added.Id} may register batches of {string.Join(", ", added.Datasets)} with key {added.Key.Thumbprint.ToShortString()}");
            Tell(invocation, added, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the gateways, those that ended, too.");
        command.SetBody(async invocation =>
        {
            IReadOnlyList<GatewayState> gateways = await invocation.AskAsync(new ListGateways()).ConfigureAwait(false);
            invocation.Output.Result(GatewaysAnswer.Of(gateways), console => Output.WriteTable(console, ToTable(gateways)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("GATEWAY") { Description = "PROVIDER/NAME, or the name alone where only one is called so." };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> member = CommonOptions.As();
        Option<string?> headOut = CommonOptions.HeadOut();
        var command = new Command("revoke", "End what a gateway may do, at once and for ever; its provider or any admin does.")
        {
            name, reason, member, headOut,
        };
        command.SetBody(async invocation =>
        {
            var revoke = new RevokeGateway(invocation.Get(name), invocation.Get(reason)) { As = invocation.Get(member) };
            (GatewayState revoked, Head head) = await invocation.ActAsync(revoke, invocation.Get(headOut)).ConfigureAwait(false);
            invocation.Output.Say($"{revoked.Id} is revoked; what it registered stays");
            Tell(invocation, revoked, head, invocation.Get(headOut));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Tell(Invocation invocation, GatewayState gateway, Head head, string? headOut)
    {
        invocation.Output.Result(GatewayAnswer.Of(gateway));
        HeadOutput.Tell(invocation, head, headOut);
    }

    private static Table ToTable(IReadOnlyList<GatewayState> gateways)
    {
        Table table = Output.NewTable("gateway", "datasets", "key", "until", "standing");
        foreach (GatewayState gateway in gateways)
        {
            Output.AddRow(
                table, gateway.Id, string.Join(", ", gateway.Datasets), gateway.Key.Thumbprint.ToShortString(),
                gateway.Until is { } until ? Words.Moment(1000 * until) : "",
                gateway.Revoked is { } revoked ? $"revoked by {gateway.RevokedBy} in block {revoked}" : "good");
        }
        return table;
    }
}
