using System.CommandLine;
using System.Globalization;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary>What somebody asks of a schedule.</summary>
/// <param name="Terms">Without its candidates, which the ledger knows.</param>
/// <param name="Weighed">Whether the weights were asked for, and are not just the usual ones.</param>
/// <param name="Limit">How long the search may take, or null.</param>
internal sealed record ScheduleWish(ScheduleTerms Terms, bool Weighed, TimeSpan? Limit);

/// <summary>The options that say what a schedule is to be; the same for schedules and for requests.</summary>
internal sealed class TermsOptions
{
    private const string Auto = "auto";
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10);
    private static readonly int UsualRounds = new ScheduleOptions(1, SelectionMethod.Greedy, 0).Rounds;

    private readonly Option<long?> _budget = new("--budget") { Description = "Most that all chosen batches may cost together.", HelpName = "N" };
    private readonly Option<string> _unit = new("--unit") { Description = "What the budget counts: records, credits or seconds.", DefaultValueFactory = _ => ScheduleTerms.Records };
    private readonly Option<string?> _costs = new("--costs") { Description = "CSV file batch,cost: what batches cost in credits or seconds; others are not chosen.", HelpName = "FILE" };
    private readonly Option<string> _method = new("--method") { Description = $"{SelectionMethods.Names}.", DefaultValueFactory = _ => Auto };
    private readonly Option<int?> _rounds = new("--rounds") { Description = "How long methods search that could go on for ever.", HelpName = "N" };
    private readonly Option<double?> _seconds = new("--seconds") { Description = "Longest time to search (10 for auto); the rounds that it took are committed.", HelpName = "S" };
    private readonly Option<string> _order = new("--order") { Description = "Order of training: curriculum (best first), shuffled or interleaved (by provider and class).", DefaultValueFactory = _ => "shuffled" };
    private readonly Option<int?> _diversity = new("--diversity") { Description = "Weight of diversity, in per cent (50); what is left of the weights is integrity's.", HelpName = "PERCENT" };
    private readonly Option<int?> _redundancy = new("--redundancy") { Description = "Weight of redundancy, which counts against a choice, in per cent (0).", HelpName = "PERCENT" };
    private readonly Option<string[]> _include = new("--include") { Description = "Batch that must be chosen.", HelpName = "BATCH", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Batch that must not be chosen.", HelpName = "BATCH", DefaultValueFactory = _ => [] };
    private readonly Option<int> _cap = new("--provider-cap") { Description = "Most of the budget for one provider's batches, in per cent.", HelpName = "PERCENT", DefaultValueFactory = _ => 100 };
    private readonly Option<long> _classMin = new("--class-min") { Description = "Fewest records of each class in all chosen batches together.", HelpName = "N" };

    private IReadOnlyList<Option> All =>
        [_budget, _unit, _costs, _method, _rounds, _seconds, _order, _diversity, _redundancy, _include, _exclude, _cap, _classMin];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The first of these options that was given, or null.</summary>
    public string? FirstGiven(Invocation invocation) =>
        All.FirstOrDefault(option => invocation.Parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <exception cref="UsageException">Names what cannot be.</exception>
    public ScheduleWish Read(Invocation invocation)
    {
        long budget = invocation.Get(_budget) ?? throw new UsageException("budget: is not given");
        TimeSpan? limit = invocation.Get(_seconds) is not { } seconds ? null
            : seconds is > 0 and <= 1e6 ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"seconds: {seconds.ToString(CultureInfo.InvariantCulture)} is not a time to search");
        limit ??= invocation.Get(_method) == Auto && invocation.Get(_rounds) is null ? UsualLimit : null;
        int? diversity = invocation.Get(_diversity);
        int? redundancy = invocation.Get(_redundancy);
        ScheduleTerms terms = Terms(budget, invocation.Get(_method), diversity ?? 50, redundancy ?? 0) with
        {
            Unit = invocation.Get(_unit),
            Costs = invocation.Get(_costs) is { } file ? ReadCosts(file) : [],
            Rounds = invocation.Get(_rounds) ?? (limit is null ? UsualRounds : ScheduleTerms.MaxRounds),
            Order = invocation.Get(_order),
            Include = [.. invocation.Get(_include).Distinct(StringComparer.Ordinal)],
            Exclude = [.. invocation.Get(_exclude).Distinct(StringComparer.Ordinal)],
            ProviderCapPpm = Percent("provider-cap", invocation.Get(_cap), 1, 100) * 10_000,
            ClassRecordsMin = invocation.Get(_classMin),
        };
        return new ScheduleWish(Checked(terms), diversity is not null || redundancy is not null, limit);
    }

    /// <summary>The usual terms.</summary>
    /// <exception cref="UsageException">Names what cannot be.</exception>
    public static ScheduleTerms Terms(long budget, string method, int diversityPercent, int redundancyPercent)
    {
        Percent("diversity", diversityPercent, 0, 100);
        Percent("redundancy", redundancyPercent, 0, 100 - diversityPercent);
        if (budget < 1)
        {
            throw new UsageException($"budget: {budget} is too little");
        }
        if (SelectionMethods.Find(method) is null)
        {
            throw new UsageException($"method: '{method}' is none of {SelectionMethods.Names}");
        }
        return new ScheduleTerms
        {
            Method = method,
            Budget = budget,
            DiversityPpm = diversityPercent * 10_000,
            RedundancyPpm = redundancyPercent * 10_000,
            IntegrityPpm = (100 - diversityPercent - redundancyPercent) * 10_000,
            Rounds = UsualRounds,
            Candidates = default,
            TreeSize = default,
        };
    }

    /// <summary>The terms, once the ledger could read them: what it would refuse is said in the words of the options.</summary>
    private static ScheduleTerms Checked(ScheduleTerms terms)
    {
        try
        {
            return ScheduleTerms.Read(CborMap.Read(terms.ToMap().ToBytes(), "terms"));
        }
        catch (MalformedException e)
        {
            throw new UsageException($"{e.Field[(e.Field.LastIndexOf('.') + 1)..]}: {e.Reason}");
        }
    }

    private static int Percent(string option, int value, int minimum, int maximum) => value >= minimum && value <= maximum
        ? value
        : throw new UsageException($"{option}: {value} is not between {minimum} and {maximum} per cent");

    private static BatchCost[] ReadCosts(string file)
    {
        string[] lines = [.. InputFile.ReadText(file).ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim())];
        var costs = new List<BatchCost>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || (i == 0 && lines[i] == "batch,cost"))
            {
                continue;
            }
            string[] cells = lines[i].Split(',');
            costs.Add(cells.Length == 2 && long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out long cost)
                ? new BatchCost(cells[0], cost)
                : throw new UsageException($"{file}, line {i + 1}: is not batch,cost"));
        }
        return [.. costs];
    }
}
