using Hallmark.Evidence;

namespace Hallmark.Contracts.Access;

/// <summary>
/// Allows a member to use a dataset, or one batch of it, for a purpose: <c>access.grant</c> {member, dataset, batch?, purpose,
/// until?}. <c>until</c> is in seconds since 1970-01-01 UTC, measured against block times; without it the grant does not expire.
/// </summary>
/// <param name="Batch">Id of the one batch; null for the whole dataset.</param>
public sealed record AccessGrant(string Member, string Dataset, string Purpose, long? Until, string? Batch = null) : IPayload<AccessGrant>
{
    public static string Kind => "access.grant";

    public string Subject => Batch ?? Dataset;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("dataset", Dataset).Text("batch", Batch).Text("purpose", Purpose).Integer("until", Until);

    public static AccessGrant Read(CborMap map) => new(
        map.Name("member"), map.Name("dataset"), map.Name("purpose"), map.OptionalInteger("until"), map.OptionalText("batch"));
}

/// <summary>Ends a grant: <c>access.revoke</c> {member, dataset, batch?, purpose, reason}. Bites from the next block on.</summary>
public sealed record AccessRevoke(
    string Member, string Dataset, string Purpose, string Reason, string? Batch = null) : IPayload<AccessRevoke>
{
    public static string Kind => "access.revoke";

    public string Subject => Batch ?? Dataset;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("member", Member).Text("dataset", Dataset).Text("batch", Batch).Text("purpose", Purpose).Text("reason", Reason);

    public static AccessRevoke Read(CborMap map) => new(
        map.Name("member"), map.Name("dataset"), map.Name("purpose"), map.Text("reason"), map.OptionalText("batch"));
}

/// <summary>
/// A member says, before it reads, which batches it reads and what for: <c>access.use</c> {dataset, batches, purpose or act}. Content is
/// served, and keys of sealed batches are wrapped, only against such an entry.
/// </summary>
public sealed record AccessUse(string Dataset, IReadOnlyList<string> Batches, ReadFor For) : IPayload<AccessUse, AccessUsed>
{
    /// <summary>Most batches in one statement, so that it fits an entry.</summary>
    public const int MaxBatches = 1000;

    public static string Kind => "access.use";

    public string Subject => Dataset;

    public CborMapWriter ToMap() => new CborMapWriter().Text("dataset", Dataset).Texts("batches", Batches).ReadFor(For);

    public static AccessUse Read(CborMap map)
    {
        var use = new AccessUse(map.Name("dataset"), map.Texts("batches", MaxBatches), map.ReadFor());
        return use.Batches.Count > 0 && use.Batches.Distinct(StringComparer.Ordinal).Count() == use.Batches.Count
            ? use
            : throw new MalformedException("batches", use.Batches.Count == 0 ? "names none" : "names a batch twice");
    }
}

/// <summary>Why the law asks that something be destroyed, e.g. <c>GDPR article 17</c>.</summary>
/// <param name="StatedBy">Who says so, a person or an office: the word of nobody on the ledger but whoever signs the statement.</param>
public sealed record LegalGround(string Text, string StatedBy)
{
    internal CborMapWriter ToMap() => new CborMapWriter().Text("text", Text).Text("statedBy", StatedBy);

    internal static LegalGround Read(CborMap map)
    {
        var ground = new LegalGround(NotEmpty(map, "text"), NotEmpty(map, "statedBy"));
        map.End();
        return ground;
    }

    private static string NotEmpty(CborMap map, string key) => map.Text(key) is { } text && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw new MalformedException($"ground.{key}", "is empty");
}

/// <summary>
/// A provider takes its batch back: <c>batch.withdraw</c> {batch, root, reason, ground?, look?}. It says with this that key, salts, wraps
/// and content are destroyed wherever it has them; the proof that the batch was there stays.
/// </summary>
public sealed record BatchWithdraw(string Batch, Digest Root, string Reason) : IPayload<BatchWithdraw>
{
    /// <summary>
    /// Of an erasure, which waits for nobody. Null for a batch that is just taken back: judgements that rest on it are measured by a second
    /// validator before.
    /// </summary>
    public LegalGround? Ground { get; init; }

    /// <summary>
    /// With a ground, where judgements rest on the batch that nobody else has measured: what came of measuring them before the erasure.
    /// Since rules 10.
    /// </summary>
    public LastLook? Look { get; init; }

    public static string Kind => "batch.withdraw";

    public string Subject => Batch;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("batch", Batch).Digest("root", Root).Text("reason", Reason).Map("ground", Ground?.ToMap())
        .Map("look", Look?.ToMap());

    public static BatchWithdraw Read(CborMap map) => new(map.Text("batch"), map.Digest("root"), map.Text("reason", 1024))
    {
        Ground = map.OptionalMap("ground") is { } ground ? LegalGround.Read(ground) : null,
        Look = map.OptionalMap("look") is { } look ? LastLook.Read(look) : null,
    };
}
