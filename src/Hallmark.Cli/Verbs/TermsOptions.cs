using System.CommandLine;
using System.Globalization;
using Hallmark.Contracts.Schedules;
using Hallmark.Operations;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Scheduling;
using Hallmark.Scheduling;

namespace Hallmark.Cli.Verbs;

/// <summary>The options that say what a schedule is to be; the same for schedules and for requests.</summary>
internal sealed class TermsOptions
{
    private const string Auto = "auto";

    private readonly Option<long?> _budget = new("--budget")
    {
        Description = "Most that all chosen batches may cost together.",
        HelpName = "N",
    };
    private readonly Option<string> _unit = new("--unit")
    {
        Description = "What the budget counts: records, credits or seconds.",
        DefaultValueFactory = _ => ScheduleTerms.Records,
    };
    private readonly Option<string?> _costs = new("--costs")
    {
        Description = "CSV file batch,cost: what batches cost in credits or seconds; others are not chosen.",
        HelpName = "FILE",
    };
    private readonly Option<string> _method = new("--method")
    {
        Description = $"{SelectionMethods.Names}.",
        DefaultValueFactory = _ => Auto,
    };
    private readonly Option<int?> _rounds = new("--rounds")
    {
        Description = "How long methods search that could go on for ever.",
        HelpName = "N",
    };
    private readonly Option<double?> _seconds = new("--seconds")
    {
        Description = "Longest time to search (10 for auto); the rounds that it took are committed.",
        HelpName = "S",
    };
    private readonly Option<string> _order = new("--order")
    {
        Description = "Order of training: curriculum (best first), shuffled or interleaved (by provider and class).",
        DefaultValueFactory = _ => "shuffled",
    };
    private readonly Option<int?> _diversity = new("--diversity")
    {
        Description = "Weight of diversity, in per cent (50); what is left of the weights is integrity's.",
        HelpName = "PERCENT",
    };
    private readonly Option<int?> _redundancy = new("--redundancy")
    {
        Description = "Weight of redundancy, which counts against a choice, in per cent (0).",
        HelpName = "PERCENT",
    };
    private readonly Option<string[]> _include = new("--include")
    {
        Description = "Batch that must be chosen.",
        HelpName = "BATCH",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string[]> _exclude = new("--exclude")
    {
        Description = "Batch that must not be chosen.",
        HelpName = "BATCH",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<int> _cap = new("--provider-cap")
    {
        Description = "Most of the budget for one provider's batches, in per cent.",
        HelpName = "PERCENT",
        DefaultValueFactory = _ => 100,
    };
    private readonly Option<long> _classMin = new("--class-min")
    {
        Description = "Fewest records of each class in all chosen batches together.",
        HelpName = "N",
    };

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

    /// <exception cref="UsageException">There is no budget, or the costs are not such a file.</exception>
    public ScheduleWish Read(Invocation invocation) =>
        new(invocation.Get(_budget) ?? throw new UsageException("budget: is not given"))
        {
            Method = invocation.Get(_method),
            Unit = invocation.Get(_unit),
            Costs = invocation.Get(_costs) is { } file ? ReadCosts(file) : [],
            Rounds = invocation.Get(_rounds),
            Seconds = invocation.Get(_seconds),
            Order = invocation.Get(_order),
            DiversityPercent = invocation.Get(_diversity),
            RedundancyPercent = invocation.Get(_redundancy),
            Include = invocation.Get(_include),
            Exclude = invocation.Get(_exclude),
            ProviderCapPercent = invocation.Get(_cap),
            ClassRecordsMin = invocation.Get(_classMin),
        };

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
