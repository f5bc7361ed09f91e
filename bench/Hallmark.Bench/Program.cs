using Hallmark.Bench;

// Every figure is given beside its yardstick from the same run: a share says something on any machine, a time does not.
string what = args.Length > 0 ? args[0] : "all";
int records = args.Length > 1 ? int.Parse(args[1]) : 500_000;
if (what is "ledger")
{
    LedgerFigures f = await LedgerBench.RunAsync(Path.GetTempPath(), args.Length > 1 ? records : 4, [1, 32, 256], Console.Error.WriteLine);
    Console.WriteLine($"raw {f.RawVerifyPerSecond:F0}/s flush {f.FlushMs:F3} ms");
    foreach (LedgerLoad run in f.Runs)
    {
        Console.WriteLine(run);
    }
}
if (what is "audit")
{
    Console.WriteLine(await AuditBench.RunAsync(Path.GetTempPath(), records, Console.Error.WriteLine));
}
