using System.Collections.Concurrent;
using System.CommandLine;
using Hallmark.Mutation;

string[] mutated = ["Evidence", "Ledger", "Contracts", "Training", "Operations", "Audit"];

var seed = new Option<int>("--seed") { Description = "Which places are drawn.", DefaultValueFactory = _ => 1 };
var count = new Option<int>("--mutants") { Description = "How many are drawn.", DefaultValueFactory = _ => 200 };
var only = new Option<int[]>("--only") { Description = "Try only these numbers of the draw.", AllowMultipleArgumentsPerToken = true };
var tests = new Option<string[]>("--tests")
{
    Description = "Projects whose tests are asked.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["Evidence", "Ledger", "Contracts", "Training", "Operations", "Audit", "Cli"],
};
var list = new Option<bool>("--list") { Description = "Print what is drawn and try nothing." };
var jobs = new Option<int>("--jobs") { Description = "How many are tried at once.", DefaultValueFactory = _ => 1 };
var longest = new Option<int>("--longest")
{
    Description = "Seconds that a class of tests may take alone; dearer ones are left out, so that the figure is a lower bound.",
    DefaultValueFactory = _ => 60,
};
var folder = new Option<string>("--dir")
{
    Description = "Where the copy of the repository is changed and built; kept, so that the next run builds less.",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "hallmark-mutants"),
};

var command = new RootCommand("Changes the source in small ways, one at a time, and asks the tests whether they notice.")
{
    seed, count, only, tests, list, jobs, longest, folder,
};
command.SetAction(Run);
return command.Parse(args).Invoke();

void Run(ParseResult options)
{
    string repository = Repository();
    SourceProject[] projects = [.. mutated.Select(name => new SourceProject(repository, name))];
    IReadOnlyList<Mutant> drawn = Draw.Of(projects, options.GetValue(count), options.GetValue(seed));
    Tell($"{drawn.Count} of {projects.Sum(project => project.Places.Count)} places drawn");
    if (options.GetValue(list))
    {
        Console.WriteLine(string.Join('\n', drawn));
        return;
    }
    Tell("building a copy with all of them");
    var changed = new Dictionary<string, string>(projects.SelectMany(project => project.Changed(drawn)), StringComparer.Ordinal)
    {
        [Switching.SwitchPath] = Switching.SwitchSource,
    };
    var copy = new Tree(options.GetValue(folder)!);
    copy.CopyFrom(repository, changed);
    copy.Build();

    int[] wanted = options.GetValue(only) ?? [];
    Mutant[] tried = [.. drawn.Where(mutant => wanted.Length == 0 || wanted.Contains(mutant.Number))];
    var runs = new TestRuns(options.GetValue(folder)!, Environment.GetEnvironmentVariable("HALLMARK_SHARED"));
    var atOnce = new ParallelOptions { MaxDegreeOfParallelism = options.GetValue(jobs) };
    string[] asked = [.. options.GetValue(tests)!.Select(name => $"Hallmark.{name}.Tests")];
    ConcurrentBag<TestClass> classes = Traced(runs, asked, TimeSpan.FromSeconds(options.GetValue(longest)), atOnce);
    Report.Write(Fates(runs, tried, classes, atOnce), Console.Out);
}

ConcurrentBag<TestClass> Traced(TestRuns runs, string[] asked, TimeSpan longest, ParallelOptions atOnce)
{
    var classes = new ConcurrentBag<TestClass>();
    Parallel.ForEach(asked.SelectMany(project => runs.ClassesOf(project).Select(name => (project, name))), atOnce, one =>
    {
        if (runs.Trace(one.project, one.name, longest) is { } traced)
        {
            classes.Add(traced);
            Tell($"{traced.Name} reaches {traced.Reaches.Count} in {traced.Seconds:F1} s");
        }
        else
        {
            Tell($"{one.name} is left out: without a mutant it fails or takes longer than {longest.TotalSeconds} s");
        }
    });
    return classes;
}

Fate[] Fates(TestRuns runs, Mutant[] tried, ConcurrentBag<TestClass> classes, ParallelOptions atOnce)
{
    var fates = new ConcurrentBag<Fate>();
    Parallel.ForEach(tried, atOnce, mutant =>
    {
        string own = $"Hallmark.{mutant.Place.Project}.Tests";
        TestClass[] reaching = [.. classes.Where(one => one.Reaches.Contains(mutant.Number))
            .OrderBy(one => one.Project == own ? 0 : 1).ThenBy(one => one.Project, StringComparer.Ordinal).ThenBy(one => one.Seconds)];
        var fate = new Fate(mutant, runs.Killer(mutant.Number, reaching), reaching.Length);
        fates.Add(fate);
        Tell($"{(fate.Killer is null ? "survived" : "killed")} {mutant}");
    });
    return [.. fates];
}

static string Repository()
{
    string? at = AppContext.BaseDirectory;
    while (at is not null && !File.Exists(Path.Combine(at, "Hallmark.slnx")))
    {
        at = Path.GetDirectoryName(at);
    }
    return at ?? throw new InvalidOperationException("This program runs inside a checkout; Hallmark.slnx was not found above it.");
}

static void Tell(string what) => Console.Error.WriteLine(what);
