using System.CommandLine;
using Hallmark.Api;
using Hallmark.Contracts.Access;
using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Files;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;
using Spectre.Console;

namespace Hallmark.Cli.Verbs;

/// <summary>
/// <c>hallmark access</c>: who read what, when, why, under which grant; with what concerns grants and the keys of sealed batches.
/// </summary>
internal static class AccessVerb
{
    public static Command Create()
    {
        var batch = new Option<string?>("--batch") { Description = "Only of this batch.", HelpName = "BATCH" };
        var member = new Option<string?>("--member") { Description = "Only by this member.", HelpName = "MEMBER" };
        var command = new Command("access", "List who read what, when, why, under which grant, and who was denied.")
        {
            batch, member, Grants(), Revoke(), Serve(), Share(), Take(),
        };
        command.SetBody(async invocation =>
        {
            var list = new ListReadings { Batch = invocation.Get(batch), Member = invocation.Get(member) };
            ReadingsAnswer answer = ReadingsAnswer.Of(await invocation.AskAsync(list).ConfigureAwait(false));
            invocation.Output.Result(answer, console => Output.WriteTable(console, ToTable(answer.Readings)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Grants()
    {
        var command = new Command("grants", "List the grants.");
        command.SetBody(async invocation =>
        {
            IReadOnlyList<GrantState> grants = await invocation.AskAsync(new ListGrants()).ConfigureAwait(false);
            invocation.Output.Result(GrantsAnswer.Of(grants), console => Output.WriteTable(console, ToTable(grants)));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Revoke()
    {
        var member = new Argument<string>("MEMBER");
        var on = new Argument<string>("ON") { Description = "A dataset, or the id of one batch." };
        var purpose = new Option<string>("--purpose")
        {
            Description = "What it was granted for.",
            DefaultValueFactory = _ => Purposes.Training,
        };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "" };
        Option<string?> grantor = CommonOptions.As();
        var command = new Command("revoke", "End a grant; it bites from the next block on.") { member, on, purpose, reason, grantor };
        command.SetBody(async invocation =>
        {
            var revoke = new RevokeAccess(invocation.Get(member), invocation.Get(on), invocation.Get(purpose), invocation.Get(reason))
            {
                As = invocation.Get(grantor),
            };
            (GrantState revoked, Head head) = await invocation.ActAsync(revoke).ConfigureAwait(false);
            invocation.Output.Say($"{revoked.Member} may no longer use {revoked.Batch ?? revoked.Dataset} for {revoked.Purpose}");
            invocation.Output.Result(AccessRevokedAnswer.Of(revoked));
            HeadOutput.Tell(invocation, head, null);
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Serve()
    {
        Option<string?> custodian = CommonOptions.As();
        var command = new Command("serve", "As a custodian, wrap the keys of sealed batches for every recorded use that has none yet.")
        {
            custodian,
        };
        command.SetBody(async invocation =>
        {
            (ReadersServed served, _) = await invocation.ActAsync(new ServeReaders { As = invocation.Get(custodian) })
                .ConfigureAwait(false);
            invocation.Output.Say($"{served.Uses.Count} uses served");
            invocation.Output.Result(ReadersServedAnswer.Of(served), console =>
            {
                foreach (UseState use in served.Uses)
                {
                    Output.WriteLine(console, $"{use.Member} {use.Batch} {use.For} (entry {use.Entry})");
                }
            });
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Share()
    {
        var dataset = new Argument<string>("DATASET");
        var member = new Argument<string>("MEMBER");
        var file = new OutputFileOption("--out", "File for the member: it opens for that member only.") { Required = true };
        Option<string?> owner = CommonOptions.As();
        var command = new Command(
            "share", "As a dataset's owner, wrap the key under which its sealed records are compared for a provider or validator.")
        {
            dataset, member, file, owner,
        };
        command.SetBody(async invocation =>
        {
            var share = new ShareDatasetKey(invocation.Get(dataset), invocation.Get(member)) { As = invocation.Get(owner) };
            (KeyWrap wrap, _) = await invocation.ActAsync(share).ConfigureAwait(false);
            string path = invocation.Get(file)!;
            DurableFile.Replace(path, wrap.ToBytes());
            invocation.Output.Say($"{path} is for {share.Member}: 'hallmark access take {share.Dataset} {path} --as {share.Member}'");
            invocation.Output.Result(new DatasetKeySharedAnswer(share.Dataset, share.Member, path));
            return ExitCode.Good;
        });
        return command;
    }

    private static Command Take()
    {
        var dataset = new Argument<string>("DATASET");
        var file = new Argument<string>("FILE");
        Option<string?> member = CommonOptions.As();
        var command = new Command("take", "Keep the key of a dataset that its owner wrapped with 'access share'.")
        {
            dataset, file, member,
        };
        command.SetBody(async invocation =>
        {
            var take = new TakeDatasetKey(invocation.Get(dataset), InputFile.Read(invocation.Get(file), KeyWrap.Read))
            {
                As = invocation.Get(member),
            };
            (DatasetKeyTaken taken, _) = await invocation.ActAsync(take).ConfigureAwait(false);
            invocation.Output.Say($"{taken.Member} has the key under which the records of {taken.Dataset} are compared");
            invocation.Output.Result(DatasetKeyTakenAnswer.Of(taken));
            return ExitCode.Good;
        });
        return command;
    }

    private static Table ToTable(IReadOnlyList<ReadingAnswer> readings)
    {
        Table table = Output.NewTable("when", "who", "batch", "what for", "under", "entry");
        foreach (ReadingAnswer reading in readings)
        {
            Output.AddRow(table, reading.Time, reading.Member, reading.Batch, reading.Purpose, reading.Under, reading.Entry.ToString());
        }
        return table;
    }

    private static Table ToTable(IReadOnlyList<GrantState> grants)
    {
        Table table = Output.NewTable("member", "on", "purpose", "until", "granted by", "uses", "standing");
        foreach (GrantState grant in grants)
        {
            Output.AddRow(
                table, grant.Member, grant.Batch ?? grant.Dataset, grant.Purpose,
                grant.Until is { } until ? Words.Moment(until * 1000) : "", grant.Grantor, grant.Uses.ToString(),
                grant.Revoked is null ? "granted" : $"revoked from block {grant.Revoked} on");
        }
        return table;
    }
}
