using Hallmark.Client;
using Hallmark.Data.Sources;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Notes;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger;
using Hallmark.Node;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli;

/// <summary>What a command answers to the shell.</summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>A failure, or an audit that is incomplete.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or input.</summary>
    public const int Usage = 2;

    public const int Tampered = 3;

    /// <summary>Authentic but against the rules, or denied.</summary>
    public const int Denied = 4;

    /// <summary>This machine lacks something that the command needs.</summary>
    public const int Missing = 5;

    /// <summary>The one table from what went wrong to the exit code; null for what is a defect of this program.</summary>
    public static int? Of(Exception e) => e switch
    {
        UsageException or SourceException or MalformedException or StatementRefusedException or KeyNotFoundException => Usage,
        StatementDeniedException => Denied,
        LedgerDamagedException or RolledBackException or WitnessException { Contradicts: true } => Tampered,
        ContentException { Fault: ContentFault.Altered } => Tampered,
        Ed25519UnavailableException => Missing,
        ContentException or SealedException or WithdrawnException or DatasetKeyMissingException or RecheckImpossibleException or FailureException or NewerRulesException or WitnessException or UnknownSealKindException or IOException or UnauthorizedAccessException or OperationCanceledException => Failure,
        _ => null,
    };
}
