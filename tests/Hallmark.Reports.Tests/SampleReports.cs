using Hallmark.Audit;
using Hallmark.Evidence;
using Hallmark.Reports;

namespace Hallmark.Reports.Tests;

/// <summary>Models of reports: nothing at all, one ledger as it could be, and one that is large.</summary>
internal static class SampleReports
{
    public static readonly ReportModel Empty = new()
    {
        Title = "Audit of empty",
        LedgerName = "empty",
        LedgerId = Digest.Of([1]).ToString(),
        Height = 0,
        Entries = 0,
        HeaderHash = Digest.Of([2]).ToString(),
        Made = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(2)),
        Batches = [],
        Runs = [],
        Audit = new AuditReport(AuditVerdict.Good, [], new Coverage(), null),
    };

    public static readonly Head Head = new(Digest.Of([1]), new BlockHeight(31), Digest.Of([2]), new TreeSize(214), Digest.Of([3]));

    public static readonly string[] Providers = ["charite", "hospital-north", "hospital-south", "medilab", "st-anna"];

    public static ReportModel Clinics() => Empty with
    {
        Title = "Audit of clinics",
        LedgerName = "clinics",
        Height = 31,
        Entries = 214,
        Batches = Batches(Providers, 9, seed: 5),
        Checks = Checks(Batches(Providers, 9, seed: 5)),
        Runs =
        [
            Run("run-1", Batches(Providers, 9, seed: 5)),
            Run("run-2", Batches(Providers, 9, seed: 5)) with
            {
                Comparison = Comparison([912_000, 905_500], [913_000, 909_000]),
                LossesPpm = [2_302_585, 1_400_000, long.MaxValue, 3_100_000, long.MaxValue],
            },
        ],
        Audit = new AuditReport(AuditVerdict.Tampered, Findings(), Coverage(), Head),
    };

    public static ReportModel Large(int batches, int findings)
    {
        string[] providers = [.. Enumerable.Range(1, 40).Select(i => $"sensor-fleet-{i:00}")];
        IReadOnlyList<ReportBatch> all = [.. Batches(providers, (batches + 39) / 40, seed: 11).Take(batches)];
        return Clinics() with
        {
            Batches = all,
            Checks = Checks(all),
            Runs = [.. Enumerable.Range(1, 7).Select(i => Run($"run-{i}", all))],
            Audit = new AuditReport(AuditVerdict.RulesBroken, [.. Enumerable.Range(0, findings).Select(Forbidden)], Coverage(), null),
        };
    }

    public static ReportRun Run(string id, IReadOnlyList<ReportBatch> batches) => new(
        id, "acme-ml", "mlp hidden=32 epochs=25 rate=0.05", Digest.Of([9]).ToString(), "greedy", 3_000, 18_446_744_073_709_551_615,
        "operator-grindable",
        [.. Enumerable.Range(1, 25).Select(epoch => 182_000 + (2_100_000L / (epoch * epoch)) + (epoch * 1_700 % 7_000))],
        [.. batches.Where(batch => batch.Scheduled).Select(batch => batch.Id)],
        926_000, 871_000,
        Comparison([926_000, 921_500, 930_000, 918_000, 925_000], [871_000, 884_000, 862_500, 871_000, 879_000]));

    public static IReadOnlyList<ReportAccuracies> Comparison(long[] chosen, long[] all) =>
        [new ReportAccuracies("chosen batches", chosen), new ReportAccuracies("all batches", all)];

    private static ReportCheck[] Checks(IReadOnlyList<ReportBatch> batches)
    {
        ReportBatch[] judged = [.. batches.Where(batch => batch.ScorePpm is not null)];
        return
        [
            new ReportCheck("schema", 100_000, 1_000_000, 1_000_000, [.. judged.Select(batch => new ReportMeasure(batch, 100, 100))]),
            new ReportCheck(
                "noise", 300_000, 900_000, 600_000,
                [.. judged.Select(batch => new ReportMeasure(batch, batch.ScorePpm!.Value / 10_000, 100))]),
            new ReportCheck("triggers", 100_000, 990_000, 900_000, []),
        ];
    }

    private static List<ReportBatch> Batches(string[] providers, int each, int seed)
    {
        List<ReportBatch> batches = [];
        ulong state = (ulong)seed;
        for (int provider = 0; provider < providers.Length; provider++)
        {
            for (int number = 1; number <= each; number++)
            {
                state = unchecked((state * 6364136223846793005) + 1442695040888963407);
                long noise = (long)(state >> 40) % 60_000;
                bool bad = provider % 5 == 3 && number % 2 == 0;
                long score = bad ? 560_000 + (noise * 3) : 990_000 - noise - (provider * 4_000);
                (string verdict, string[] reasons) = score switch
                {
                    < 650_000 =>
                        ("refused", ["label agreement 0.41 is under 0.80", "17 of 100 records look like class 'benign' but are labelled "
                            + "'malign'"]),
                    < 900_000 =>
                        ("quarantined",
                            (string[])["spectral signature of the records of 'malign' is 5.2 times its neighbours' (limit 3.0)"]),
                    _ => ("accepted", []),
                };
                bool pending = provider % 5 == 4 && number == each;
                batches.Add(new ReportBatch(
                    $"diagnoses/{providers[provider]}/{number}", providers[provider], 100, pending ? "pending" : verdict,
                    pending ? null : score,
                    pending ? [] : reasons, !pending && (verdict == "accepted" ? number % 3 != 0 : score is > 640_000 and < 660_000))
                {
                    WorstRecords = bad && !pending
                        ? ["record 17 (noise): labelled 'benign', more likely 'malign'; wrong with a chance of 97 %"]
                        : [],
                });
            }
        }
        return batches;
    }

    private static Coverage Coverage() => new()
    {
        Blocks = 32,
        Entries = 214,
        Signatures = 214,
        Batches = 45,
        BatchesHashed = 44,
        Records = 4_400,
        Judged = 44,
        Remeasured = 44,
        Schedules = 2,
        SchedulesRecomputed = 2,
        Runs = 2,
        RunsReplayed = 0,
        Checkpoints = 50,
        CheckpointsHashed = 50,
    };

    private static IReadOnlyList<Finding> Findings() =>
    [
        new("denied", AuditVerdict.Good, "medilab tried run.open of run-3 and was denied: only trainers may open runs")
        {
            Member = "medilab",
            Rule = "roles/trainer",
            Height = 30,
            Entry = 210,
        },
        new("data.missing", AuditVerdict.Incomplete, "batch diagnoses/st-anna/8: its content is not in the store")
        {
            Dataset = "diagnoses",
            Batch = "diagnoses/st-anna/8",
            Member = "st-anna",
            Height = 9,
            Entry = 61,
        },
        new(
            "run.forbidden-step", AuditVerdict.RulesBroken,
            "run-2 was trained and closed over steps that were denied: batch diagnoses/medilab/4 is refused")
        {
            Dataset = "diagnoses",
            Batch = "diagnoses/medilab/4",
            Run = "run-2",
            Member = "acme-ml",
            Rule = "runs/accepted-only",
            Height = 27,
            Entry = 190,
            Checkpoints = ["run-2/3"],
        },
        new(
            "data.record", AuditVerdict.Tampered,
            "batch diagnoses/hospital-north/3: record 41 is not what was registered: age is 71, its leaf was made of another value")
        {
            Dataset = "diagnoses",
            Batch = "diagnoses/hospital-north/3",
            Record = 41,
            Field = "age",
            Member = "hospital-north",
            Height = 4,
            Entry = 23,
            Checkpoints = ["run-1/4", "run-1/5", "run-1/6", "run-1/7", "run-1/8", "run-1/9", "run-2/4"],
        },
    ];

    private static Finding Forbidden(int i) =>
        new("run.forbidden-step", AuditVerdict.RulesBroken, $"run-{i} was closed over a step that was denied")
        {
            Run = $"run-{i}",
            Rule = "runs/accepted-only",
            Entry = (ulong)i,
        };
}
