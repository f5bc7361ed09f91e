using System.Text.Json.Serialization;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Seals;
using Hallmark.Files;
using Hallmark.Ledger;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Judging;
using Hallmark.Operations.Publishing;
using Hallmark.Operations.Streams;
using Hallmark.Operations.Verification;
using Hallmark.Sources.Streams;

namespace Hallmark.Api;

/// <summary>What kind of failure an answer is: how a shell, and how an HTTP client, tells it from others.</summary>
/// <param name="Type">Name of the kind, for machines; the last part of a problem's type URI.</param>
/// <param name="Exit">What a command answers to the shell.</param>
/// <param name="Status">What a node answers over HTTP.</param>
public sealed record FailureKind(string Type, int Exit, int Status)
{
    /// <summary>Wrong usage or input.</summary>
    public static FailureKind Usage { get; } = new("usage", ExitCode.Usage, 400);

    /// <summary>What is asked for is not there.</summary>
    public static FailureKind Unknown { get; } = new("unknown", ExitCode.Usage, 404);

    /// <summary>Well signed and forbidden by the rules; the denial is on record.</summary>
    public static FailureKind Denied { get; } = new("denied", ExitCode.Denied, 403);

    /// <summary>Something is not what was committed.</summary>
    public static FailureKind Tampered { get; } = new("tampered", ExitCode.Tampered, 409);

    /// <summary>This machine lacks something.</summary>
    public static FailureKind Missing { get; } = new("missing", ExitCode.Missing, 501);

    /// <summary>Anything else that can go wrong, or that could not be finished.</summary>
    public static FailureKind Failed { get; } = new("failed", ExitCode.Failure, 503);
}

/// <summary>The one table from what went wrong to what is answered.</summary>
public static class Failures
{
    /// <summary>Null for what is a defect of this program.</summary>
    public static FailureKind? KindOf(Exception e) => e switch
    {
        UsageException or SourceException or StreamException or MalformedException or StatementRefusedException => FailureKind.Usage,
        KeyNotFoundException => FailureKind.Unknown,
        StatementDeniedException => FailureKind.Denied,
        LedgerDamagedException or RolledBackException or WitnessException { Contradicts: true } => FailureKind.Tampered,
        ContentException { Fault: ContentFault.Altered } => FailureKind.Tampered,
        PlatformNotSupportedException => FailureKind.Missing,
        ContentException or SealedException or WithdrawnException or DatasetKeyMissingException => FailureKind.Failed,
        RecheckImpossibleException or FailureException or HomeFileException or NewerRulesException => FailureKind.Failed,
        WitnessException or UnknownSealKindException => FailureKind.Failed,
        IOException or UnauthorizedAccessException or OperationCanceledException => FailureKind.Failed,
        _ => null,
    };

    /// <summary>What to do about it, where a command of its own does; null where the sentence itself says enough.</summary>
    public static string? HintOf(Exception e) => e switch
    {
        StatementDeniedException { Rule: RuleNames.WithdrawUnchecked } =>
            "another validator puts on record what it measures with 'hallmark recheck --dataset DATASET --as VALIDATOR'",
        LedgerDamagedException or RolledBackException or HomeFileException or ContentException or FileRefusedException =>
            "'hallmark audit' names all that is wrong with a home",
        SourceException source => source.Hint,
        _ => null,
    };

    /// <summary>Null where something of what came was taken in, or nothing came.</summary>
    public static FailureKind? KindOf(IngestedStream taken) => taken.NothingFits ? FailureKind.Usage : null;

    /// <summary>Null where the evidence shows that its issuer signed it and the ledger registered it.</summary>
    public static FailureKind? KindOf(EntryStatus status) => status switch
    {
        EntryStatus.Registered => null,
        EntryStatus.Denied => FailureKind.Denied,
        EntryStatus.IssuerNotVerified or EntryStatus.NotWitnessed => FailureKind.Failed,
        _ => FailureKind.Tampered,
    };
}

/// <summary>The answer where there is no other.</summary>
/// <param name="Error">One sentence that names the field and the reason.</param>
/// <param name="Exit">As <see cref="FailureKind.Exit"/>.</param>
/// <param name="Hint">What to do about it; left out where the error says enough.</param>
public sealed record FailureAnswer(
    string Error, int Exit, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hint = null);
