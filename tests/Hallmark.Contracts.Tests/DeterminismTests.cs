using Hallmark.Contracts.Access;
using Hallmark.Contracts.Credits;
using Hallmark.Contracts.Members;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Schedules;
using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Blocks;

namespace Hallmark.Contracts.Tests;

/// <summary>The same statements in the same order mean the same, wherever blocks begin and end.</summary>
public sealed class DeterminismTests
{
    internal static int Founding => Members.Length + 2;

    private static readonly (
        string Name, string Role)[] Members = [("paul", Roles.Provider), ("vera", Roles.Validator), ("tina", Roles.Trainer)];

    [Fact]
    public void Decisions_and_state_do_not_depend_on_block_boundaries()
    {
        for (int seed = 0; seed < 16; seed++)
        {
            List<Statement> statements = Statements(new Random(seed));
            (List<string> one, Dictionary<string, byte[]> alone) = Execute(statements, _ => true);
            var random = new Random(seed + 1000);
            (List<string> other, Dictionary<string, byte[]> grouped) = Execute(statements, _ => random.Next(5) == 0);
            Assert.Equal(one, other);
            Assert.Equal(
                alone.OrderBy(pair => pair.Key, StringComparer.Ordinal), grouped.OrderBy(pair => pair.Key, StringComparer.Ordinal));
            Assert.Contains(one, decision => decision.StartsWith("denied", StringComparison.Ordinal));
            Assert.Contains(one, decision => decision.StartsWith("batch.judged", StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// A founding and forty statements of all kinds, many of them forbidden. The first few must stand in blocks of their own.
    /// </summary>
    internal static List<Statement> Statements(Random random)
    {
        string Id() => $"scans/paul/{1 + random.Next(6)}";
        string Sender(string usual) => random.Next(8) == 0 ? ((string[])["alice", "paul", "vera", "tina"])[random.Next(4)] : usual;
        List<Statement> statements =
        [
            Statement.Sign(Office.Key("ledger"), Genesis.Kind, Denial.Issuer, "office", Office.Ledger, 0, Office.Founding.ToBytes()),
            Office.Sign("alice", new PolicyDeploy(PolicyDocument.Standard)),
            .. Members.Select(member => Office.Sign("alice", new MemberAdd(member.Name, [member.Role], Office.Key(member.Name).PublicKey))),
            Office.Sign("paul", Office.Dataset()),
            Office.Sign("vera", Office.Dataset("denied")),
            .. Enumerable.Range(1, 3).Select(i => Office.Sign("paul", Office.Batch($"b{i}"))),
            Office.Sign("alice", new CreditMint("paul", 100)),
            Office.Sign("vera", new AccessUse("scans", ["scans/paul/1", "scans/paul/2"], ReadFor.Judging)),
        ];
        // Measurements name the size of the ledger they were taken at, so the list grows beside an execution of its own.
        var scratch = new View();
        for (int i = 0; i < statements.Count; i++)
        {
            Apply(scratch, statements[i], (ulong)i, (ulong)i);
        }
        void Add(Statement statement)
        {
            Apply(scratch, statement, (ulong)statements.Count, (ulong)statements.Count);
            statements.Add(statement);
        }
        Add(Office.Sign("vera", Office.AtNow(Office.Judge("scans/paul/1", "b1"), scratch)));
        for (int i = 0; i < 40; i++)
        {
            int batch = 1 + random.Next(6);
            Add(random.Next(16) switch
            {
                0 => Office.Sign(Sender("paul"), Office.Batch($"b{batch}")),
                1 or 2 =>
                    Office.Sign(
                        Sender("vera"), Office.AtNow(Office.Judge($"scans/paul/{batch}", $"b{batch}", 80 + random.Next(21)), scratch)),
                3 => Office.Sign(Sender("alice"), new AccessGrant("tina", "scans", Purposes.Training, null)),
                4 => Office.Sign(Sender("tina"), Office.Schedule(Id())),
                5 => Office.Sign(Sender("tina"), Office.Open()),
                6 => Office.Sign(Sender("tina"), Office.Step(1 + random.Next(3), 1 + random.Next(2), Id())),
                // Nobody is really revoked: that bites from the next block on, so it depends on boundaries by design.
                7 => Office.Sign(Sender("tina"), Office.Use(Id())),
                8 => Office.Sign(Sender("vera"), new AccessUse("scans", [Id()], ReadFor.Judging)),
                11 => Office.Sign(Sender("vera"), Office.SeedOf("vera", $"{random.Next(4)}")),
                12 => Office.Sign(Sender("tina"), new ScheduleRequest("scans", Office.Terms, [$"vera/seed/{1 + random.Next(3)}"],
                    1 + random.Next(12))),
                13 => Office.Sign(Sender("vera"), new SeedReveal($"vera/seed/{1 + random.Next(3)}", $"scans/request/{1 + random.Next(3)}",
                    Office.Secret($"{random.Next(4)}"))),
                14 => Office.Sign(Sender("tina"), new ScheduleVoid($"scans/request/{1 + random.Next(3)}")),
                15 => Office.Sign(Sender("tina"), Office.Answer($"scans/request/{1 + random.Next(3)}", Id())),
                9 =>
                    Office.Sign(
                        Sender("paul"), new CreditTransfer(random.Next(2) == 0 ? "tina" : "dataset/scans", 1 + random.Next(60), "")),
                _ => Office.Sign(Sender("alice"), new MemberRevoke("nobody", "left")),
            });
        }
        return statements;
    }

    private static (List<string> Decisions, Dictionary<string, byte[]> State) Execute(List<Statement> statements, Func<int, bool> endsBlock)
    {
        var view = new View();
        var decisions = new List<string>();
        ulong entry = 0;
        ulong height = 0;
        for (int i = 0; i < statements.Count; i++)
        {
            Decision decision = Apply(view, statements[i], height, entry);
            decisions.Add(decision switch
            {
                Decision.Accepted accepted =>
                    string.Join(' ', accepted.Events.Select(item => $"{item.Name} {string.Join(',', item.Attributes)}")),
                Decision.Denied denied => $"denied by {denied.Rule}",
                _ => "refused",
            });
            entry++;
            // Whoever is taken in counts from the next block on, so the founding has a block for each statement.
            height += i < Founding || endsBlock(i) ? 1UL : 0UL;
        }
        return (decisions, view.Values);
    }

    private static Decision Apply(View view, Statement statement, ulong height, ulong entry)
    {
        var block = new BlockContext(new BlockHeight(height), 1_767_225_600_000, new EntryIndex(entry), RuleVersions.Newest);
        Decision decision = Office.Contracts.Execute(view, statement, block);
        foreach (StateWrite write in Office.WritesOf(decision))
        {
            if (write.Value is null)
            {
                view.Values.Remove(write.Key);
            }
            else
            {
                view.Values[write.Key] = write.Value;
            }
        }
        return decision;
    }

    private sealed class View : IStateView
    {
        public Dictionary<string, byte[]> Values { get; } = new(StringComparer.Ordinal);

        public byte[]? Find(string key) => Values.GetValueOrDefault(key);
    }
}
