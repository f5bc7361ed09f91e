using Hallmark.Bench;

// Every figure is given beside its yardstick from the same run: a share says something on any machine, a time does not.
string what = args.Length > 0 ? args[0] : "all";
int records = args.Length > 1 ? int.Parse(args[1]) : 500_000;
if (what is "all" or "typed")
{
    DataBench.TypedRecords(records);
}
if (what is "all" or "csv")
{
    DataBench.Csv(records);
}
