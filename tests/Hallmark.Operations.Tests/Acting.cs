using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.PolicyFiles;

namespace Hallmark.Operations.Tests;

/// <summary>
/// A home on which members act and of which is asked as a program would do it: by actions and queries, each in a workspace of its own.
/// </summary>
internal sealed class Acting : IDisposable
{
    private readonly HomeFolder _folder = new();

    private Acting() => Home = new Home(_folder.Path("home"));

    public Home Home { get; }

    /// <summary>A new ledger whose only admin is alice.</summary>
    public static async Task<Acting> BeginAsync(int quorum = 1)
    {
        var acting = new Acting();
        await new CreateLedger("plants", "alice") { Quorum = quorum }.ExecuteAsync(acting.Home, TimeProvider.System);
        return acting;
    }

    public async Task<T> ActAsync<T>(MemberAction<T> action)
    {
        await using Workspace workspace = await Workspace.OpenAsync(Home, _ => { }, TimeProvider.System);
        return await action.ExecuteAsync(workspace, TestContext.Current.CancellationToken);
    }

    public async Task<T> AskAsync<T>(Query<T> query)
    {
        using var reader = new HomeReader(Home);
        return await query.AskAsync(reader, TestContext.Current.CancellationToken);
    }

    /// <summary>Takes in a member whose keys are made here.</summary>
    public Task<MemberChanged> AddAsync(string member, params string[] roles) => ActAsync(new AddMember(member, roles) { As = "alice" });

    /// <summary>
    /// Takes in the provider garden, the validators lab, lab2 and lab3 and the trainer school; garden registers plants of two kinds
    /// in batches of twenty.
    /// </summary>
    /// <returns>Ids of the batches.</returns>
    public async Task<IReadOnlyList<string>> PlantAsync(int records = 40, BatchTier tier = BatchTier.Open)
    {
        await AddAsync("garden", Roles.Provider);
        foreach (string lab in (string[])["lab", "lab2", "lab3"])
        {
            await AddAsync(lab, Roles.Validator);
        }
        await AddAsync("school", Roles.Trainer);
        var register = new RegisterFile(Write("plants.csv", Plants.Csv(records, seed: 1)), "plants")
        {
            As = "garden",
            Label = "kind",
            BatchSize = 20,
            Tier = tier,
        };
        return (await ActAsync(register)).Registered;
    }

    public Task<JudgedBatches> JudgeAsync() => ActAsync(new JudgeBatches("plants") { As = "lab" });

    /// <summary>Puts the admission policy of the examples in force.</summary>
    public Task<GovernedOutcome> DeployAdmissionAsync()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Hallmark.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }
        return ActAsync(new DeployPolicy(PolicyFile.Read(Path.Combine(folder, "examples", "policies", "admission.yaml")), null));
    }

    /// <summary>Entries on record.</summary>
    public ulong Size()
    {
        using var reader = new HomeReader(Home);
        return reader.Catalog.Ledger.Size.Value;
    }

    public bool HasKey(string member) => File.Exists(new HomeKeys(Home).PathOf(member));

    /// <summary>Writes a file beside the home and answers its path.</summary>
    public string Write(string name, string text)
    {
        string path = _folder.Path(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
