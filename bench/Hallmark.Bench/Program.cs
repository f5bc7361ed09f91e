using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hallmark.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var json = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };
var folder = new Option<string>("--dir")
{
    Description = "Folder on the disk to measure; what is made there is removed.",
    HelpName = "DIR",
    DefaultValueFactory = _ => Path.GetTempPath(),
    Recursive = true,
};
folder.Validators.Add(result =>
{
    if (result.GetValueOrDefault<string>() is { } path && !Directory.Exists(path))
    {
        result.AddError($"--dir: there is no folder {path}");
    }
});

return await new RootCommand(
    "Measures Hallmark on this machine, each figure beside its yardstick in the same run. Figures go to standard output as JSON.")
{
    folder,
    Ledger(),
    Over("audit", "Opening and a full audit of a large ledger, against raw signature verification.", "--entries", 100_000,
        (directory, entries) => AuditBench.RunAsync(directory, entries, Tell).GetAwaiter().GetResult()),
    Over("lookup", "Asking a large ledger for a batch, runs, readings and batches, against opening it.", "--entries", 1_000_000,
        (directory, entries) => LookupBench.RunAsync(directory, entries, Tell).GetAwaiter().GetResult()),
    Over("register", "Typed rows against raw leaf hashing, CSV against the CSV library alone.", "--rows", 500_000,
        (directory, rows) => RegisterBench.Run(directory, rows, Tell)),
    Over("memory", "The most memory that registering a large CSV file takes.", "--rows", 5_000_000,
        (directory, rows) => RegisterBench.Memory(directory, rows, Tell)),
    Over("ingest", "Messages of a broker taken in and registered, against a client that only acknowledges them.", "--messages", 50_000,
        (directory, messages) => IngestBench.RunAsync(directory, messages, Tell).GetAwaiter().GetResult()),
    Over(
        "cel", "What the rules of a policy cost, once compiled, on one thread.", "--rounds", 1_000_000,
        (_, rounds) => CelBench.Run(rounds)),
}.Parse(args).InvokeAsync();

Command Ledger()
{
    var seconds = new Option<double>("--seconds") { Description = "How long each load lasts.", DefaultValueFactory = _ => 5 };
    var clients = new Option<int[]>("--clients")
    {
        Description = "How many clients at once, one load each.",
        DefaultValueFactory = _ => [1, 32, 256],
        AllowMultipleArgumentsPerToken = true,
    };
    var command = new Command(
        "ledger", "Statements through door, contracts, seal and flush, against raw signature verification.") { seconds, clients };
    command.SetAction(async parsed => Answer(await LedgerBench.RunAsync(
        parsed.GetValue(folder)!, parsed.GetValue(seconds), parsed.GetValue(clients)!, Tell)));
    return command;
}

Command Over(string name, string description, string option, int usual, Func<string, int, object> run)
{
    var count = new Option<int>(option) { Description = "How many.", DefaultValueFactory = _ => usual };
    var command = new Command(name, description) { count };
    command.SetAction(parsed => Answer(run(parsed.GetValue(folder)!, parsed.GetValue(count))));
    return command;
}

void Answer(object figures) => Console.WriteLine(JsonSerializer.Serialize(figures, figures.GetType(), json));

void Tell(string what) => Console.Error.WriteLine(what);
