using System.CommandLine;
using System.Text.Json.Nodes;
using Hallmark.Api;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Members;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary><c>hallmark access</c>: who read what, when, why, under which grant; with <c>revoke</c> and <c>serve</c>.</summary>
internal static class AccessVerb
{
    public static Command Create()
    {
        var batch = new Option<string?>("--batch") { Description = "Only of this batch.", HelpName = "BATCH" };
        var member = new Option<string?>("--member") { Description = "Only by this member.", HelpName = "MEMBER" };
        var command = new Command("access", "List who read what, when, why, under which grant, and who was denied.") { batch, member, Grants(), Revoke(), Serve(), Share(), Take() };
        command.SetBody(invocation =>
        {
            LedgerView ledger = invocation.Home.OpenForReading();
            Reading[] readings = [.. ledger.Entries()
                .SelectMany(entry => ReadingsIn(entry))
                .Where(reading => (invocation.Get(batch) ?? reading.Batch) == reading.Batch && (invocation.Get(member) ?? reading.Member) == reading.Member)];
            invocation.Output.Result(
                new JsonObject { ["readings"] = new JsonArray([.. readings.Select(ToJson)]) },
                console =>
                {
                    Table table = Output.NewTable("when", "who", "batch", "what for", "under", "entry");
                    foreach (Reading reading in readings)
                    {
                        Output.AddRow(table, reading.Time, reading.Member, reading.Batch, reading.Purpose, reading.Under, reading.Entry.ToString());
                    }
                    console.Write(table);
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Command Grants()
    {
        var command = new Command("grants", "List the grants.");
        command.SetBody(invocation =>
        {
            IReadOnlyList<GrantState> grants = invocation.Home.OpenForReading().State.List(AccessKeys.Grants);
            invocation.Output.Result(
                new JsonObject
                {
                    ["grants"] = new JsonArray([.. grants.Select(grant => new JsonObject
                    {
                        ["member"] = grant.Member,
                        ["on"] = grant.Batch ?? grant.Dataset,
                        ["purpose"] = grant.Purpose,
                        ["until"] = grant.Until,
                        ["grantor"] = grant.Grantor,
                        ["entry"] = grant.Entry.Value,
                        ["uses"] = grant.Uses,
                        ["revoked"] = grant.Revoked?.Value,
                    })]),
                },
                console =>
                {
                    Table table = Output.NewTable("member", "on", "purpose", "until", "granted by", "uses", "standing");
                    foreach (GrantState grant in grants)
                    {
                        Output.AddRow(
                            table, grant.Member, grant.Batch ?? grant.Dataset, grant.Purpose,
                            grant.Until is { } until ? Moment(until * 1000) : "", grant.Grantor, grant.Uses.ToString(),
                            grant.Revoked is null ? "granted" : $"revoked from block {grant.Revoked} on");
                    }
                    console.Write(table);
                });
            return Task.FromResult(ExitCode.Good);
        });
        return command;
    }

    private static Command Revoke()
    {
        var member = new Argument<string>("MEMBER");
        var on = new Argument<string>("ON") { Description = "A dataset, or the id of one batch." };
        var purpose = new Option<string>("--purpose") { Description = "What it was granted for.", DefaultValueFactory = _ => AccessGrant.Training };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> grantor = CommonOptions.As();
        var command = new Command("revoke", "End a grant; it bites from the next block on.") { member, on, purpose, reason, grantor };
        command.SetBody(async invocation =>
        {
            (string dataset, string? batch) = GrantVerb.Split(invocation.Get(on));
            MemberNames.RequireName(invocation.Get(member));
            MemberNames.RequireName(invocation.Get(purpose));
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            var revoke = new AccessRevoke(invocation.Get(member), dataset, invocation.Get(purpose), invocation.Get(reason), batch);
            await workspace.ActAs(invocation.Get(grantor), Roles.Admin).SubmitAsync(revoke, invocation.Cancellation).ConfigureAwait(false);
            invocation.Output.Say($"{revoke.Member} may no longer use {revoke.Subject} for {revoke.Purpose}");
            invocation.Output.Result(new JsonObject { ["member"] = revoke.Member, ["on"] = revoke.Subject, ["purpose"] = revoke.Purpose }, _ => { });
            HeadOutput.Tell(invocation, workspace.Catalog.Ledger.Head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Serve()
    {
        Option<string?> custodian = CommonOptions.As();
        var command = new Command("serve", "As a custodian, wrap the keys of sealed batches for every recorded use that has none yet.") { custodian };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(custodian), Roles.Provider);
            if (workspace.Custodians.Find(session.Member) is null)
            {
                throw new UsageException($"there is no key-agreement key of {session.Member} here");
            }
            IReadOnlyList<UseState> served = await workspace.Custodians.ServeAsync(session.Member).ConfigureAwait(false);
            invocation.Output.Say($"{served.Count} uses served");
            invocation.Output.Result(
                new JsonObject
                {
                    ["served"] = new JsonArray([.. served.Select(use => new JsonObject { ["member"] = use.Member, ["batch"] = use.Batch, ["purpose"] = use.Purpose, ["entry"] = use.Entry.Value })]),
                    ["wraps"] = Path.Combine(invocation.Home.CustodyDirectory, session.Member, "wraps"),
                },
                console => served.ToList().ForEach(use => console.Profile.Out.Writer.WriteLine($"{use.Member} {use.Batch} {use.Purpose} (entry {use.Entry})")));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Share()
    {
        var dataset = new Argument<string>("DATASET");
        var member = new Argument<string>("MEMBER");
        var file = new Option<string>("--out") { Description = "File for the member: it opens for that member only.", HelpName = "FILE", Required = true };
        Option<string?> owner = CommonOptions.As();
        var command = new Command("share", "As a dataset's owner, wrap the key under which its sealed records are compared for a provider or validator.") { dataset, member, file, owner };
        command.SetBody(async invocation =>
        {
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            string name = workspace.Catalog.Dataset(invocation.Get(dataset)).Name;
            MemberSession session = workspace.ActAs(invocation.Get(owner) ?? workspace.Catalog.Dataset(name).Owner, Roles.Provider);
            KeyWrap wrap = workspace.Custodians.ShareDatasetKey(session.Member, name, invocation.Get(member))
                ?? throw new FailureException($"the key of {name} is not here, or {invocation.Get(member)} is no provider or validator with a key-agreement key");
            File.WriteAllBytes(invocation.Get(file), wrap.ToBytes());
            invocation.Output.Say($"{invocation.Get(file)} is for {invocation.Get(member)}: 'hallmark access take {name} {invocation.Get(file)} --as {invocation.Get(member)}'");
            invocation.Output.Result(new JsonObject { ["dataset"] = name, ["member"] = invocation.Get(member), ["file"] = invocation.Get(file) }, _ => { });
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Take()
    {
        var dataset = new Argument<string>("DATASET");
        var file = new Argument<string>("FILE");
        Option<string?> member = CommonOptions.As();
        var command = new Command("take", "Keep the key of a dataset that its owner wrapped with 'access share'.") { dataset, file, member };
        command.SetBody(async invocation =>
        {
            KeyWrap wrap = InputFile.Read(invocation.Get(file), KeyWrap.Read);
            await using Workspace workspace = await Workspace.OpenAsync(invocation.Home, invocation.Output.Warn, invocation.Clock).ConfigureAwait(false);
            MemberSession session = workspace.ActAs(invocation.Get(member), Roles.Validator);
            string name = workspace.Catalog.Dataset(invocation.Get(dataset)).Name;
            try
            {
                if (!workspace.Custodians.TakeDatasetKey(session.Member, name, wrap))
                {
                    throw new UsageException($"there is no key-agreement key of {session.Member} here");
                }
            }
            catch (InvalidOperationException e)
            {
                throw new FailureException(e.Message);
            }
            invocation.Output.Say($"{session.Member} has the key under which the records of {name} are compared");
            invocation.Output.Result(new JsonObject { ["dataset"] = name, ["member"] = session.Member }, _ => { });
            return ExitCode.Good;
        });
        return command;
    }

    /// <param name="Under">The entry of the grant, "own data or role", or the rule that denied it.</param>
    private sealed record Reading(ulong Entry, string Time, string Member, string Batch, string Purpose, string Under, bool Denied);

    private static IEnumerable<Reading> ReadingsIn(LedgerEntry entry)
    {
        Statement statement = entry.Statement.Kind == Denial.Kind ? Denial.Read(entry.Statement).Denied : entry.Statement;
        if (statement.Kind != AccessUse.Kind)
        {
            yield break;
        }
        AccessUse use = Payload.Read<AccessUse>(statement);
        foreach (string batch in use.Batches)
        {
            yield return new Reading(
                entry.Index.Value, Moment(entry.TimeMs), statement.Issuer, batch, use.Purpose,
                entry.Outcome.Denied ? $"denied: {entry.Outcome.Rule}" : GrantOf(entry), entry.Outcome.Denied);
        }
    }

    private static string GrantOf(LedgerEntry entry) =>
        AccessUsed.Read(entry.Outcome).Grants is { Count: > 0 } grants ? $"grant of entry {string.Join(' ', grants)}" : "own data or role";

    private static JsonObject ToJson(Reading reading) => new()
    {
        ["entry"] = reading.Entry,
        ["time"] = reading.Time,
        ["member"] = reading.Member,
        ["batch"] = reading.Batch,
        ["purpose"] = reading.Purpose,
        ["under"] = reading.Under,
        ["denied"] = reading.Denied,
    };

    private static string Moment(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
