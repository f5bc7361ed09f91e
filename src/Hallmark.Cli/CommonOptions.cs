using System.CommandLine;
using System.CommandLine.Parsing;
using Hallmark.Api;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli;

/// <summary>Options that every command takes, and how a command is run with them.</summary>
internal static class CommonOptions
{
    public static Option<string> Home { get; } = new("--home")
    {
        Description = "Folder of the ledger.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Operations.Homes.Home.DefaultDirectory,
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "One JSON document on standard output, nothing else there.",
        Recursive = true,
    };

    /// <summary>The member who acts.</summary>
    public static Option<string?> As() => new("--as")
    {
        Description = "Member who acts; may be left out where only one has the role and a key here.",
        HelpName = "MEMBER",
    };

    /// <summary>What data are used for; the grant must be for this purpose.</summary>
    public static Option<string> Purpose() => new("--purpose")
    {
        Description = "What the data are used for; the grant must be for this purpose.",
        DefaultValueFactory = _ => Contracts.Access.Purposes.Training,
    };

    /// <summary>For what admins decide: when it takes effect.</summary>
    public static Option<long?> From() => new("--from")
    {
        Description = "First block in which it holds; without it the next one.",
        HelpName = "HEIGHT",
    };

    /// <exception cref="UsageException">There is no such block.</exception>
    public static BlockHeight? ToHeight(this long? height, string option) => height switch
    {
        null => null,
        < 0 => throw new UsageException($"{option}: {height} is no height of a block"),
        { } value => new BlockHeight((ulong)value),
    };

    public static OutputFileOption HeadOut() =>
        new("--head-out", "Write the new head to this file: keep it elsewhere, to notice a rollback.");

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Home);
        root.Options.Add(Json);
    }

    /// <summary>An empty word names no file, member or number; only what is prose may be empty.</summary>
    private static void RequireNothingEmpty(ParseResult parsed)
    {
        foreach (SymbolResult given in parsed.RootCommandResult.Children.Concat(parsed.CommandResult.Children))
        {
            string? name = given switch
            {
                OptionResult option when option.Option.Name is not ("--origin" or "--reason" or "--step") => option.Option.Name,
                ArgumentResult argument => argument.Argument.Name,
                _ => null,
            };
            if (name is not null && given.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                throw new UsageException($"{name}: is empty");
            }
        }
    }

    /// <summary>Runs a command's body and turns what goes wrong into a sentence on standard error and an exit code.</summary>
    public static void SetBody(this Command command, Func<Invocation, Task<int>> body) => command.SetAction(async (parsed, cancellation) =>
    {
        var output = Output.To(parsed.GetValue(Json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            RequireNothingEmpty(parsed);
            var invocation = new Invocation(parsed, new Home(parsed.GetValue(Home)!), output, TimeProvider.System, cancellation);
            foreach (OutputFileOption file in command.Options.OfType<OutputFileOption>())
            {
                OutputFile.Require(file.Name, invocation.Get(file));
            }
            // On another thread, so that a signal ends a body that computes and does not look at its token for long.
            return await Task.Run(() => body(invocation)).ConfigureAwait(false);
        }
        catch (Exception e) when (Failures.KindOf(e) is { } kind)
        {
            output.Fail(
                e is OperationCanceledException ? "stopped; what is on record stays, the same command goes on from there" : e.Message,
                kind.Exit, Failures.HintOf(e));
            return kind.Exit;
        }
    });
}

/// <summary>One call of one command.</summary>
internal sealed record Invocation(ParseResult Parsed, Home Home, Output Output, TimeProvider Clock, CancellationToken Cancellation)
{
    public T Get<T>(Option<T> option) => Parsed.GetValue(option)!;

    public T Get<T>(Argument<T> argument) => Parsed.GetValue(argument)!;

    /// <summary>Has a member act on the home.</summary>
    /// <param name="headOut">A file with an earlier head, which the ledger must not contradict.</param>
    /// <returns>What came of it, and the ledger's head afterwards.</returns>
    public async Task<(TResult Result, Head Head)> ActAsync<TResult>(MemberAction<TResult> action, string? headOut = null)
    {
        using var progress = new StageLines(Output);
        await using Workspace workspace = await Workspace.OpenAsync(Home, Output.Warn, Clock, headOut, Cancellation).ConfigureAwait(false);
        TResult result = await (action with { Progress = progress }).ExecuteAsync(workspace, Cancellation).ConfigureAwait(false);
        return (result, workspace.Catalog.Ledger.Head);
    }

    /// <summary>Asks something of the home.</summary>
    public async Task<TResult> AskAsync<TResult>(Query<TResult> query)
    {
        using var progress = new StageLines(Output);
        using var home = new HomeReader(Home);
        return await (query with { Progress = progress }).AskAsync(home, Cancellation).ConfigureAwait(false);
    }
}
