using Hallmark.Evidence;

namespace Hallmark.Contracts.State;

/// <summary>Where each fact lies in the state. Names hold no '/', so keys cannot run into one another.</summary>
public static class StateKeys
{
    public const string Config = "config";
    public const string Admins = "admins";
    public const string Validators = "validators";
    public const string Policies = "policy/";
    public const string Proposals = "proposal/";
    public const string Uses = "use/";
    public const string Balances = "balance/";

    /// <summary>Account that counts what was ever minted; nobody's.</summary>
    public const string Minted = "//minted";

    public const string Members = "member/";
    public const string Datasets = "dataset/";
    public const string Batches = "batch/";
    public const string Grants = "grant/";
    public const string Challenges = "challenge/";
    public const string Schedules = "schedule/";
    public const string Requests = "schedule-request/";
    public const string Seeds = "seed/";
    public const string Runs = "run/";

    public static string Member(string name) => Members + name;

    public static string Key(Digest thumbprint) => $"key/{thumbprint}";

    public static string Dataset(string name) => Datasets + name;

    public static string Batch(string id) => Batches + id;

    /// <summary>Batches of one dataset; their ids start with its name.</summary>
    public static string BatchesOf(string dataset) => $"{Batches}{dataset}/";

    /// <summary>Which batch of a dataset has this Merkle root.</summary>
    public static string BatchRoot(string dataset, Digest root) => $"batch-root/{dataset}/{root}";

    public static string AgreementKey(Digest thumbprint) => $"agreement/{thumbprint}";

    public static string Policy(string name) => Policies + name;

    /// <summary>Names of the policies ever deployed for statements of this kind.</summary>
    public static string PoliciesOn(string kind) => $"policies/{kind}";

    public static string PolicyCounter(string policy, string counter, string? sender) => $"policy-counter/{policy}/{counter}/{sender}";

    public static string Proposal(long number) => $"{Proposals}{number}";

    /// <summary>A grant on the whole dataset.</summary>
    public static string Grant(string dataset, string member, string purpose) => $"{Grants}{dataset}/{member}/{purpose}";

    /// <summary>A grant on one batch.</summary>
    public static string BatchGrant(string batch, string member, string purpose) => $"{Grants}{batch}/{member}/{purpose}";

    public static string Use(string batch, string member, string purpose) => $"{Uses}{batch}/{member}/{purpose}";

    public static string Balance(string account) => Balances + account;

    /// <summary>Account that holds the deposit for a batch.</summary>
    public static string Deposit(string batch) => $"deposit/{batch}";

    public static string Challenge(long number) => $"{Challenges}{number}";

    /// <summary>Which challenge doubted the measurements of this entry.</summary>
    public static string Challenged(long entry) => $"challenged/{entry}";

    /// <summary>Account that holds the deposit of a challenge.</summary>
    public static string ChallengeDeposit(long number) => $"deposit/challenge/{number}";

    /// <summary>What became of the challenges to a validator's measurements.</summary>
    public static string Reliability(string validator) => $"reliability/{validator}";

    /// <summary>What the verdicts on a member's batches were.</summary>
    public static string Standing(string member) => $"standing/{member}";

    public static string Schedule(string id) => Schedules + id;

    public static string Request(string id) => Requests + id;

    /// <summary>The request of a trainer that still waits for its end; there is at most one for each dataset.</summary>
    public static string OpenRequest(string dataset, string trainer) => $"open-request/{dataset}/{trainer}";

    /// <summary>A member's commitment to a secret.</summary>
    public static string Seed(string id) => Seeds + id;

    /// <summary>That somebody committed to this before.</summary>
    public static string SeedCommitment(Digest commitment) => $"seed-commitment/{commitment}";

    public static string Run(string id) => Runs + id;

    /// <summary>Tree size just behind the dataset's newest batch: what its measurements are taken at.</summary>
    public static string PoolSize(string dataset) => $"pool/{dataset}";

    public static string Counter(string name) => $"counter/{name}";
}
