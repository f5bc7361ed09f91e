using System.IO.Compression;
using System.Text.Json.Nodes;
using Hallmark.Contracts;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;

namespace Hallmark.Cli.Tests;

/// <summary>
/// Homes as programs of their time made them, one for each version of the rules: they open, audit good with replay, go on, move up and
/// audit good again. What fails here condemns ledgers that people have: the code is wrong, never the home.
/// </summary>
public sealed class FrozenHomeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Versions => [.. Enumerable.Range(RuleVersions.Oldest, RuleVersions.Newest - RuleVersions.Oldest)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_home_of_old_rules_audits_good_goes_on_moves_up_and_audits_good_again(int rules)
    {
        using var home = new Scenario(Unpack(rules));
        AuditsGood(home);
        Assert.Equal(rules, RulesOf(home));

        home.Do(
            "register", Path.Combine(Cli.Clinics, "data", "holdout.csv"), "--dataset", "wdbc", "--as", "clinic-a", "--batch-size", "60");
        home.Do("judge", "wdbc", "--as", "quality-lab");
        Assert.Equal(rules, RulesOf(home));
        Assert.Equal(rules, (int)home.Do("rules")["rules"]!);
        AuditsGood(home);

        home.Do("rules", "adopt", RuleVersions.Newest.ToString());
        Assert.Equal(RuleVersions.Newest, RulesOf(home));
        Assert.Empty(home.Do("rules").List("weaknesses"));
        home.Do("schedule", "wdbc", "--budget", "100", "--method", "greedy", "--seed", "3", "--as", "hospital-ai");
        home.Do("train", "wdbc", "--epochs", "2", "--as", "hospital-ai");
        AuditsGood(home);
    }

    [Fact]
    public void The_audit_names_the_weaknesses_of_the_rules_that_a_ledger_still_lives_by()
    {
        using var home = new Scenario(Unpack(RuleVersions.Oldest));
        JsonNode[] notes = [.. home.Audit(0, "good").Where(finding => finding.Code() == "rules.weakness")];
        Assert.Equal(RuleVersions.WeaknessesOf(RuleVersions.Oldest).Count(), notes.Length);
        Assert.All(notes, note => Assert.Contains($"rules {RuleVersions.Oldest}", note.Text("message"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_changed_without_a_version_shows_at_the_frozen_home()
    {
        string ledger = Path.Combine(Unpack(RuleVersions.Oldest), "ledger.log");
        Assert.Empty(Examine(ledger, new ContractSet()).Faults);
        Assert.NotEmpty(Examine(ledger, new ChangedReason()).Faults);
    }

    [Fact]
    public void Rules_that_nobody_knows_are_refused_before_anything_is_signed()
    {
        using var home = new Scenario(Unpack(RuleVersions.Oldest));
        Assert.Contains("not known to this program", home.Run(2, "rules", "adopt", "99").Error, StringComparison.Ordinal);
        home.Do("rules", "adopt", RuleVersions.Newest.ToString());
        home.Denied("rules.adopt.again", "rules", "adopt", RuleVersions.Newest.ToString());
    }

    [Fact]
    public void A_schema_that_older_rules_do_not_know_is_refused_and_one_that_they_know_is_taken()
    {
        using var home = new Scenario(Unpack(RuleVersions.Schemas - 1));
        string plants = home.Write("plants.csv", Scenario.Plants(20, 1));
        string schema = home.Write("schema.yaml", """
            task: classification
            classes: [daisy, rose]
            columns: [{name: height, type: float64}, {name: leaf, type: float64}, {name: kind, type: text, role: label}]
            """);
        string roles = home.Write("roles.yaml", File.ReadAllText(schema).Replace(
            "{name: leaf, type: float64}", "{name: leaf, type: float64, role: weight}", StringComparison.Ordinal));
        string[] register = ["register", plants, "--dataset", "plants", "--as", "clinic-a", "--schema"];
        ulong size = home.Look(catalog => catalog.Ledger.Size.Value);
        Assert.Contains("'hallmark rules adopt 9'", home.Run(2, [.. register, roles]).Error, StringComparison.Ordinal);
        Assert.Equal(size, home.Look(catalog => catalog.Ledger.Size.Value));
        home.Do([.. register, schema]);
    }

    [Fact]
    public void Rules_9_know_no_gateways_and_a_ledger_that_moved_up_does()
    {
        using var home = new Scenario(Unpack(RuleVersions.Gateways - 1));
        string[] add = ["gateway", "add", "gate", "--dataset", "wdbc", "--as", "clinic-a"];
        ulong size = home.Look(catalog => catalog.Ledger.Size.Value);
        Assert.Contains("rules 9 know no gateways; 'hallmark rules adopt 10'", home.Run(2, add).Error, StringComparison.Ordinal);
        Assert.Equal(size, home.Look(catalog => catalog.Ledger.Size.Value));
        home.Do("rules", "adopt", RuleVersions.Newest.ToString());
        home.Do(add);
        AuditsGood(home);
    }

    public void Dispose() => _folder.Dispose();

    private static void AuditsGood(Scenario home)
    {
        IReadOnlyList<JsonNode> findings = home.Audit(0, "good", "--replay");
        Assert.DoesNotContain(findings, finding => (string?)finding["severity"] is not ("note" or "limit"));
    }

    private static int RulesOf(Scenario home) => home.Look(catalog => catalog.Ledger.Last.Rules);

    private static LedgerExamination Examine(string path, IContracts contracts)
    {
        using FileStorage storage = FileStorage.OpenRead(path);
        return LedgerExamination.Run(storage, contracts, null, _ => { });
    }

    /// <summary>A fresh copy of the home that a program of these rules made.</summary>
    private string Unpack(int rules)
    {
        string home = _folder[$"rules-{rules}"];
        ZipFile.ExtractToDirectory(Path.Combine(Cli.Repository, "tests", "fixtures", $"rules-{rules}.zip"), home);
        return home;
    }

    /// <summary>Today's rules, but that a batch's verdict says one word more: no decision differs, only what it is called.</summary>
    private sealed class ChangedReason : IContracts
    {
        private readonly ContractSet _rules = new();

        public RuleRange Rules => _rules.Rules;

        public int? MovesTo(Statement statement) => _rules.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block) =>
            _rules.Execute(state, statement, block) is Decision.Accepted accepted && statement.Kind == "batch.judge"
                ? accepted with { Events = [.. accepted.Events, new LedgerEvent("batch.seen", [])] }
                : _rules.Execute(state, statement, block);

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) => _rules.FindKey(state, keyId);
    }
}
