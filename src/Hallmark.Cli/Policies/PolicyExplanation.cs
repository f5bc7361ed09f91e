using System.Text.Json.Nodes;
using Hallmark.Cel;
using Hallmark.Contracts;
using Hallmark.Contracts.Policies;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;
using Hallmark.Ledger.Storage;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli.Policies;

/// <summary>Makes a decision of the past again, watching the policies: the ledger is replayed from its genesis, so it is the state of that time they see.</summary>
internal static class PolicyExplanation
{
    /// <exception cref="UsageException">There is no such entry.</exception>
    public static Explanation Of(Home home, EntryIndex entry)
    {
        home.RequireLedger();
        using FileStorage storage = FileStorage.OpenRead(home.LedgerPath);
        var watcher = new Watcher(entry);
        LedgerView ledger = Ledger.Ledger.OpenRead(storage, watcher);
        if (entry.Value >= ledger.Size.Value)
        {
            throw new UsageException($"there is no entry {entry}; the ledger holds {ledger.Size} entries");
        }
        LedgerEntry found = ledger.ReadEntry(entry);
        Statement statement = found.Statement.Kind == Denial.Kind ? Denial.Read(found.Statement).Denied : found.Statement;
        return new Explanation(found, statement, watcher.Trace);
    }

    private sealed class Watcher(EntryIndex entry) : IContracts
    {
        private readonly ContractSet _contracts = new();

        public PolicyTrace Trace { get; } = new();

        public RuleRange Rules => _contracts.Rules;

        public int? MovesTo(Statement statement) => _contracts.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block) =>
            block.Entry == entry ? ContractSet.Execute(state, statement, block, Trace) : _contracts.Execute(state, statement, block);

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) => _contracts.FindKey(state, keyId);
    }
}

/// <summary>Why an entry is as it is.</summary>
/// <param name="Statement">The entry's statement, or for a denial the one that was denied.</param>
internal sealed record Explanation(LedgerEntry Entry, Statement Statement, PolicyTrace Trace)
{
    public JsonObject ToJson() => new()
    {
        ["entry"] = Entry.Index.Value,
        ["height"] = Entry.Height.Value,
        ["kind"] = Statement.Kind,
        ["subject"] = Statement.Subject,
        ["sender"] = Statement.Issuer,
        ["denied"] = Entry.Outcome.Denied,
        ["rule"] = Entry.Outcome.Rule,
        ["reason"] = Entry.Outcome.Reason,
        ["events"] = new JsonArray([.. Entry.Outcome.Events.Select(item => (JsonNode)Text(item))]),
        ["policies"] = new JsonArray([.. Trace.Asked.Select(asked => ToJson(asked.Finding, asked.Known))]),
    };

    public void Write(TextWriter writer)
    {
        writer.WriteLine($"entry {Entry.Index}, block {Entry.Height}: {Statement.Kind} of {Statement.Subject} by {Statement.Issuer}");
        writer.WriteLine(Entry.Outcome.Denied ? $"denied by {Entry.Outcome.Rule}: {Entry.Outcome.Reason}" : "accepted");
        foreach (LedgerEvent item in Entry.Outcome.Events)
        {
            writer.WriteLine($"  {Text(item)}");
        }
        if (Trace.Asked.Count == 0)
        {
            writer.WriteLine("no policy was asked: the built-in rules decided");
        }
        foreach ((PolicyFinding finding, IReadOnlyDictionary<string, CelValue> known) in Trace.Asked)
        {
            writer.WriteLine($"policy {finding.Policy.Name} version {finding.Policy.Version} ({finding.Policy.Digest}){(finding.Applies ? "" : " does not apply")}");
            foreach (ExpressionResult result in finding.Results)
            {
                writer.WriteLine($"  {result.Part}: {result.Expression} → {Text(result)}");
            }
            foreach (string line in Values(known))
            {
                writer.WriteLine($"  with {line}");
            }
        }
    }

    private static JsonObject ToJson(PolicyFinding finding, IReadOnlyDictionary<string, CelValue> known) => new()
    {
        ["policy"] = finding.Policy.Name,
        ["version"] = finding.Policy.Version,
        ["digest"] = finding.Policy.Digest.ToString(),
        ["applies"] = finding.Applies,
        ["broken"] = new JsonArray([.. finding.Broken.Select(rule => (JsonNode)rule.Name)]),
        ["expressions"] = new JsonArray([.. finding.Results.Select(result => new JsonObject
        {
            ["part"] = result.Part,
            ["expression"] = result.Expression,
            ["value"] = Text(result),
        })]),
        ["values"] = new JsonArray([.. Values(known).Select(line => (JsonNode)line)]),
    };

    /// <summary>Every fact with its fields, e.g. <c>batch.records = 26</c>.</summary>
    private static IEnumerable<string> Values(IReadOnlyDictionary<string, CelValue> known)
    {
        foreach (Fact fact in StatementFacts.All.Concat(Kinds.Governable(RuleVersions.Newest).SelectMany(kind => kind.Facts!)).Distinct())
        {
            if (!known.TryGetValue(fact.Name, out CelValue value))
            {
                continue;
            }
            if (fact.Fields.Count == 0)
            {
                yield return $"{fact.Name} = {CelText.Of(value)}";
            }
            foreach (CelField field in fact.Fields)
            {
                if (value.AsObject().TryGetField(field.Name, out CelValue inner))
                {
                    yield return $"{fact.Name}.{field.Name} = {CelText.Of(inner)}";
                }
            }
        }
    }

    private static string Text(ExpressionResult result) => result.Value is { } value ? CelText.Of(value) : $"no value: {result.Error!.Message}";

    private static string Text(LedgerEvent item) => $"{item.Name} {string.Join(' ', item.Attributes.Select(pair => $"{pair.Name}={pair.Value}"))}";
}
