using System.Text;
using Hallmark.Contracts.Access;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Governance;
using Hallmark.Contracts.Judging;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Evidence.Seals;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Tests;

/// <summary>
/// The contracts on a state of their own, without a ledger around them: hands in signed statements one by one and applies what is
/// accepted. Begins with alice (admin), paul (provider), vera and victor (validators), tina and tom (trainers).
/// </summary>
internal sealed class Office : IStateView
{
    private static readonly Dictionary<string, KeySigner> Keys = [];
    private readonly Dictionary<string, byte[]> _state = new(StringComparer.Ordinal);
    private ulong _entry;

    public Office()
        : this(Founding)
    {
    }

    /// <param name="founding">Of another ledger than the statements are signed for: the contracts leave that to the door.</param>
    /// <param name="rules">Version of the rules that decide.</param>
    public Office(Genesis founding, int rules = RuleVersions.Newest)
    {
        Rules = rules;
        Assert.IsType<Decision.Accepted>(
            Execute(
                Statement.Sign(Key("ledger"), Genesis.Kind, Denial.Issuer, founding.Name, Ledger, founding.Created, founding.ToBytes())));
        foreach ((string name, string role) in ((string, string)[])
        [
            ("paul", Roles.Provider), ("vera", Roles.Validator), ("victor", Roles.Validator), ("tina", Roles.Trainer),
            ("tom", Roles.Trainer),
        ])
        {
            Accepts("alice", new MemberAdd(name, [role], Key(name).PublicKey));
        }
    }

    public static ContractSet Contracts { get; } = new();

    /// <summary>Stands for the tree size at which the contracts want measurements to be taken.</summary>
    public const ulong NowSize = 7;

    public static Genesis Founding { get; } = new()
    {
        Name = "office",
        Engine = SoloSeal.Kind,
        Authority = Key("ledger").PublicKey,
        Admin = "alice",
        AdminKey = Key("alice").PublicKey,
        Quorum = 1,
        MintLimit = 1_000_000,
        Created = 1_767_225_600,
        Nonce = new byte[16],
    };

    public static Digest Ledger { get; } = Founding.LedgerId;

    public static ObjectReference Object { get; } = new(Digest.Of("object"u8), 640);

    public static Digest SchemaDigest { get; } = Digest.Of("schema"u8);

    /// <summary>Milliseconds since 1970, of the next statement's block.</summary>
    public long Time { get; set; } = 1_767_225_600_000;

    /// <summary>Version of the rules that decide.</summary>
    public int Rules { get; set; }

    public IReadOnlyDictionary<string, byte[]> State => _state;

    /// <summary>One key for each name, kept for the whole run.</summary>
    public static KeySigner Key(string name)
    {
        lock (Keys)
        {
            return Keys.TryGetValue(name, out KeySigner? key) ? key : Keys[name] = KeySigner.Create();
        }
    }

    public byte[]? Find(string key) => _state.GetValueOrDefault(key);

    public T Get<T>(StateKey<T> key)
        where T : class, IStateRecord<T> => this.Find(key)!;

    public void Put<T>(StateKey<T> key, T record)
        where T : class, IStateRecord<T> => _state[key.Path] = record.ToMap().ToBytes();

    public static Statement Sign<T>(string sender, T payload, KeySigner? key = null)
        where T : IPayload<T> =>
            Payload.Sign(payload, key ?? Key(sender), sender, Ledger, DateTimeOffset.FromUnixTimeSeconds(Founding.Created));

    /// <summary>The same at the time of the next block.</summary>
    public Statement SignNow<T>(string sender, T payload, KeySigner? key = null)
        where T : IPayload<T> =>
            Payload.Sign(payload, key ?? Key(sender), sender, Ledger, DateTimeOffset.FromUnixTimeMilliseconds(Time));

    public Decision Execute(Statement statement)
    {
        Decision decision = Contracts.Execute(this, statement, new BlockContext(Height, Time, new EntryIndex(_entry), Rules));
        foreach (StateWrite write in WritesOf(decision))
        {
            if (write.Value is null)
            {
                _state.Remove(write.Key);
            }
            else
            {
                _state[write.Key] = write.Value;
            }
        }
        _entry += decision is Decision.Refused ? 0UL : 1UL;
        return decision;
    }

    /// <summary>Block that the next statement stands in: each has one of its own.</summary>
    public BlockHeight Height => new(_entry);

    public static IReadOnlyList<StateWrite> WritesOf(Decision decision) => decision switch
    {
        Decision.Accepted accepted => accepted.Writes,
        Decision.Denied denied => denied.Writes,
        _ => [],
    };

    public Decision.Accepted Accepts<T>(string sender, T payload, KeySigner? key = null)
        where T : IPayload<T>
    {
        Decision decision = Execute(SignNow(sender, Bound(AtNow(payload, this, Rules)), key));
        return decision as Decision.Accepted ?? throw new InvalidOperationException(decision.ToString());
    }

    public void Denies<T>(string rule, string sender, T payload, KeySigner? key = null)
        where T : IPayload<T>
    {
        var before = new Dictionary<string, byte[]>(_state);
        Assert.Equal(rule, Assert.IsType<Decision.Denied>(Execute(SignNow(sender, Bound(AtNow(payload, this, Rules)), key))).Rule);
        Assert.Equal(before, _state);
    }

    /// <summary>
    /// Puts the size that the contracts want in the place of <see cref="NowSize"/>, and leaves out what these rules do not know.
    /// </summary>
    public static T AtNow<T>(T payload, IStateView state, int rules = RuleVersions.Newest)
        where T : IPayload<T> =>
        payload is ProposalVote { Statement: null } vote && state.Find(GovernanceKeys.Proposal(vote.Proposal)) is { } proposal
            ? (T)(object)(vote with { Statement = proposal.Statement })
        : payload is BatchRegister register && rules < RuleVersions.Sketches
            ? (T)(object)(register with { Manifest = register.Manifest with { Sketch = null } })
        : payload is RunOpen open && rules < RuleVersions.BoundRuns ? (T)(object)(open with { Inputs = null })
        : payload is BatchJudge { TreeSize.Value: NowSize } judge && state.Find(DatasetKeys.PoolSize(judge.Batch.Split('/')[0])) is { } size
            ? (T)(object)(judge with
            {
                TreeSize = new TreeSize((ulong)size.Value),
                Code = judge.Code == RuleVersions.MeasuringCodeOf(RuleVersions.Newest) ? RuleVersions.MeasuringCodeOf(rules) : judge.Code,
            })
            : payload;

    /// <summary>What governs says how many admins must agree now, as programs make it say.</summary>
    private T Bound<T>(T payload)
        where T : IPayload<T> => Rules < RuleVersions.BoundVotes || AdminQuorum.At(this, Height) is not (> 1 and var quorum)
            ? payload
            : (T)(object)(payload switch
            {
                MemberAdd { Quorum: null } add => add.Needing(quorum),
                MemberRoles { Quorum: null } roles => roles.Needing(quorum),
                MemberRevoke { Quorum: null } revoke => revoke.Needing(quorum),
                PolicyDeploy { Quorum: null } deploy => deploy.Needing(quorum),
                PolicyWithdraw { Quorum: null } withdraw => withdraw.Needing(quorum),
                Credits.CreditMint { Quorum: null } mint => mint.Needing(quorum),
                _ => payload,
            });

    public void Refuses(string reason, string sender, string kind, CborMapWriter payload, string subject)
    {
        Statement statement = Statement.Sign(Key(sender), kind, sender, subject, Ledger, Founding.Created, payload.ToBytes());
        Assert.Contains(reason, Assert.IsType<Decision.Refused>(Execute(statement)).Reason);
    }

    /// <summary>Of an erasure, which waits for no recheck.</summary>
    public static LegalGround Ground { get; } = new("GDPR article 17", "data protection officer of the clinic");

    /// <summary>The same withdrawal on a legal ground, with a last look that found nothing where one is asked for.</summary>
    public BatchWithdraw Erasing(BatchWithdraw withdraw)
    {
        BatchState batch = Get(DatasetKeys.Batch(withdraw.Batch));
        JudgedBy[] left = [.. (this.Find(JudgingKeys.Rechecks(batch.Dataset)) ?? RecheckState.None).LeftSince(batch.Entry)];
        return withdraw with
        {
            Ground = Ground,
            Look = left.Length == 0 ? null : new LastLook(left.Max(one => one.Judged).Next, [], []),
        };
    }

    public static DatasetCreate Dataset(string name = "scans") => new(name, new ObjectReference(SchemaDigest, 100), "label", 2);

    public static BatchRegister Batch(string content, string dataset = "scans", long records = 10) => new(new BatchManifest
    {
        Dataset = dataset,
        SchemaDigest = SchemaDigest,
        Records = records,
        Root = Digest.Of(Encoding.UTF8.GetBytes(content)),
        ColumnsRoot = Digest.Of("columns"u8),
        ClassCounts = [4, records - 4],
        Content = new ObjectReference(Digest.Of("content"u8), 4096),
        Tree = new ObjectReference(Digest.Of("tree"u8), (records + 2) * Digest.Size),
        Sketch = SketchOf(Enumerable.Range(0, (int)Math.Min(records, 100)).Select(record => $"{content}, {record}")),
        Origin = "ward 3",
        Steps = ["scaled"],
        SourceName = "scans.csv",
        FirstLine = 2,
        LastLine = 11,
    });

    /// <summary>Of records that have these names.</summary>
    public static ContentSketch SketchOf(IEnumerable<string> records) => ContentSketch.OfLeaves(
        [.. records.SelectMany(record => Digest.Of(Encoding.UTF8.GetBytes(record)).ToArray())]);

    public static BatchJudge Judge(string id, string content, long good = 100, params string[] leaveOut) => new(
        id, Digest.Of(Encoding.UTF8.GetBytes(content)),
        [.. Scoring.Standard.Checks.Where(rule => rule.Check != Scoring.Credibility && !leaveOut.Contains(rule.Check))
            .Select(rule => new CheckResult(rule.Check, good, 100))],
        RuleVersions.MeasuringCodeOf(RuleVersions.Newest),
        Scoring.Standard.Neighbours, Object, Digest.Of("pool"u8), new TreeSize((ulong)NowSize));

    public static ScheduleTerms Terms { get; } = new()
    {
        Method = "greedy",
        Budget = 100,
        DiversityPpm = 500_000,
        IntegrityPpm = 500_000,
        Rounds = 10,
        Candidates = Digest.Of("candidates"u8),
        TreeSize = new TreeSize(9),
    };

    public static ScheduleCommit Schedule(params string[] batches) => ScheduleUnder(Terms, batches);

    public static ScheduleCommit ScheduleUnder(ScheduleTerms terms, params string[] batches) => new()
    {
        Dataset = "scans",
        Direct = new DirectSchedule(terms, 5, SeedOrigins.Chosen),
        ValuePpm = 123_456,
        Batches = batches,
    };

    /// <summary>The answer to a request.</summary>
    public static ScheduleCommit Answer(string request, params string[] batches) =>
        new() { Dataset = "scans", Request = request, ValuePpm = 123_456, Batches = batches };

    /// <summary>A secret that is always the same for the same text.</summary>
    public static Digest Secret(string text) => Digest.Of(Encoding.UTF8.GetBytes("secret " + text));

    public static SeedCommit SeedOf(string member, string secret) => new(ScheduleSeed.CommitmentOf(Ledger, member, Secret(secret)));

    public static AccessUse Use(params string[] batches) => new(batches[0].Split('/')[0], batches, ReadFor.Purpose(Purposes.Training));

    /// <summary>Puts the reading on record, then the judgement.</summary>
    public Decision.Accepted Judges(string validator, BatchJudge judge)
    {
        Accepts(validator, new AccessUse(judge.Batch.Split('/')[0], [judge.Batch], ReadFor.Judging.Under(Rules)));
        return Accepts(validator, judge);
    }

    public static RunOpen Open(string schedule = "scans/schedule/1", string purpose = Purposes.Training) =>
        new(
            schedule, purpose, new ModelConfiguration("mlp", [16, 8], 10_000, 900_000, 100, 32, 2, 7),
            HeldOut)
        {
            Inputs = 30,
        };

    /// <summary>What runs are measured on; committed to by <see cref="WithBatches"/>.</summary>
    public static EvaluationSet HeldOut { get; } = new("test.csv", 50, Digest.Of("held out"u8), Object);

    public static RunStep Step(int number, int epoch, params string[] batches) =>
        new("scans/run/1", number, epoch, batches, 250_000, Object);

    public static RunClose Close() => new("scans/run/1", Object, 930_000);

    /// <summary>A dataset with three accepted batches.</summary>
    public Office WithBatches()
    {
        Accepts("paul", Dataset());
        for (int i = 1; i <= 3; i++)
        {
            Accepts("paul", Batch($"b{i}"));
            Judges("vera", Judge($"scans/paul/{i}", $"b{i}"));
        }
        if (Rules >= RuleVersions.BoundRuns)
        {
            Accepts("vera", new EvaluationCommit("scans", HeldOut));
        }
        return this;
    }

    /// <summary>Also a schedule of all three and an open run of tina's.</summary>
    public Office WithRun()
    {
        WithBatches();
        Accepts("tina", Schedule("scans/paul/1", "scans/paul/2", "scans/paul/3"));
        Accepts("alice", new AccessGrant("tina", "scans", Purposes.Training, null));
        Accepts("tina", Use("scans/paul/1", "scans/paul/2", "scans/paul/3"));
        Accepts("tina", Open());
        return this;
    }
}
