namespace Hallmark.Architecture.Tests;

/// <summary>The house is as the design says; and each rule, shown an offender, calls it out.</summary>
public sealed class ArchitectureTests
{
    private static readonly IReadOnlyList<Project> House = SourceTree.Projects;

    [Fact]
    public void The_house_was_found()
    {
        Assert.Contains(House, project => project.Name == "Hallmark.Evidence" && project.Files.Count > 10);
        Assert.Contains(House, project => project.Name == "Hallmark.Ledger" && project.References.Contains("Hallmark.Evidence"));
        Assert.Contains(House, project => project.Packages.Contains("Sep"));
        Assert.DoesNotContain(House.SelectMany(project => project.Files), file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_reference_only_the_floors_below() => Assert.Empty(Rules.ReferencesOnlyBelow(House));

    [Fact]
    public void Every_project_has_a_floor() => Assert.Empty(Rules.EveryProjectHasAFloor(House));

    [Fact]
    public void Evidence_has_only_light_packages() => Assert.Empty(Rules.EvidenceHasOnlyLightPackages(House));

    [Fact]
    public void Evidence_does_no_input_or_output() => Assert.Empty(Rules.EvidenceDoesNoIO(House));

    [Fact]
    public void No_file_is_longer_than_400_lines_without_a_reason() => Assert.Empty(Rules.FilesStayShort(House));

    [Fact]
    public void Reasons_for_long_files_are_given_and_still_needed()
    {
        foreach ((string path, string reason) in Rules.LongFiles)
        {
            Assert.NotEmpty(reason);
            Assert.Contains(House.SelectMany(project => project.Files), file => file.Path == path && file.Lines > Rules.LineLimit);
        }
    }

    [Fact]
    public void Files_are_opened_and_folders_listed_in_one_place() => Assert.Empty(Rules.FilesAreOpenedInOnePlace(House));

    [Fact]
    public void Reasons_to_open_files_elsewhere_are_given_and_still_needed()
    {
        foreach ((string path, string reason) in Rules.OpeningFiles)
        {
            Assert.NotEmpty(reason);
            SourceFile file = House.SelectMany(project => project.Files).Single(file => file.Path == path);
            Assert.NotEmpty(Rules.FilesAreOpenedInOnePlace([Project.Parse("Hallmark.X", "<Project />", file with { Path = "src/X.cs" })]));
        }
    }

    [Theory]
    [InlineData("using var file = new FileStream(path, FileMode.Open);", "new FileStream")]
    [InlineData("byte[] bytes = File.ReadAllBytes(path);", "File.ReadAllBytes")]
    [InlineData("using SafeFileHandle file = File.OpenHandle(path);", "File.OpenHandle")]
    [InlineData("foreach (string path in Directory.EnumerateFiles(home))", "Directory.EnumerateFiles")]
    [InlineData("long size = new FileInfo(path).Length;", "new FileInfo")]
    public void A_file_of_a_home_that_is_opened_by_its_path_is_called_out(string line, string what)
    {
        Assert.Equal([$"src/X.cs: {what}"], Rules.FilesAreOpenedInOnePlace([Holding("Operations", line)]));
        Assert.Empty(Rules.FilesAreOpenedInOnePlace([Holding("Files", line)]));
        Assert.Empty(Rules.FilesAreOpenedInOnePlace([Holding("Operations", "if (File.Exists(path) && Directory.Exists(folder))")]));
    }

    [Fact]
    public void Nothing_in_the_house_is_unfinished() => Assert.Empty(Rules.NothingIsUnfinished(House));

    [Fact]
    public void Time_comes_from_a_provider() => Assert.Empty(Rules.TimeComesFromAProvider(House));

    [Fact]
    public void Only_the_edge_talks_to_a_console() => Assert.Empty(Rules.OnlyTheEdgeTalksToAConsole(House));

    [Fact]
    public void The_command_line_signs_and_submits_nothing_and_names_no_payload() => Assert.Empty(Rules.TheCommandLineOnlyShows(House));

    [Fact]
    public void Nothing_in_the_house_refers_to_the_bench() => Assert.Empty(Rules.NothingRefersToTheBench(House));

    [Fact]
    public void The_table_of_floors_has_no_way_back_up()
    {
        // Below is transitive and nothing is below itself: repeatedly taking away what has nothing left below it empties the table.
        Dictionary<string, string[]> left = new(Floors.Allowed);
        while (left.FirstOrDefault(floor => !floor.Value.Any(left.ContainsKey)) is { Key: { } name })
        {
            left.Remove(name);
        }
        Assert.Empty(left);
    }

    [Fact]
    public void A_reference_upwards_or_sideways_is_called_out()
    {
        Assert.Equal(["Evidence references Ledger"], Rules.ReferencesOnlyBelow([Referring("Evidence", "Ledger")]));
        Assert.Equal(["Ledger references Data"], Rules.ReferencesOnlyBelow([Referring("Ledger", "Data")]));
        Assert.Equal(["Contracts references Quality"], Rules.ReferencesOnlyBelow([Referring("Contracts", "Quality")]));
        Assert.Equal(["Training references Audit"], Rules.ReferencesOnlyBelow([Referring("Training", "Audit")]));
        Assert.Equal(["Audit references Cli"], Rules.ReferencesOnlyBelow([Referring("Audit", "Cli")]));
        Assert.Empty(Rules.ReferencesOnlyBelow([Referring("Audit", "Training")]));
        Assert.Empty(Rules.ReferencesOnlyBelow([Referring("Cli", "Node")]));
    }

    [Fact]
    public void A_project_without_a_floor_is_called_out() =>
        Assert.Equal(
            ["Cellar has no floor"], Rules.EveryProjectHasAFloor([Referring("Cellar", "Evidence"), Referring("Ledger", "Evidence")]));

    [Fact]
    public void A_package_in_Evidence_is_called_out()
    {
        const string text = """<Project><ItemGroup><PackageReference Include="Sep" /></ItemGroup></Project>""";
        Assert.Equal(
            ["Evidence references the package Sep"], Rules.EvidenceHasOnlyLightPackages([Project.Parse("Hallmark.Evidence", text)]));
        Assert.Empty(Rules.EvidenceHasOnlyLightPackages([Project.Parse("Hallmark.Data", text)]));
    }

    [Theory]
    [InlineData("File.ReadAllBytes(path);", "File.ReadAllBytes")]
    [InlineData("foreach (string x in Directory . EnumerateFiles(p))", "Directory . EnumerateFiles")]
    [InlineData("using var stream = new FileStream(path);", "FileStream")]
    [InlineData("private readonly HttpClient _client;", "HttpClient")]
    [InlineData("Console.WriteLine(1);", "Console.WriteLine")]
    [InlineData("using System.IO;", "System.IO")]
    public void Input_or_output_in_Evidence_is_called_out(string line, string what)
    {
        Assert.Equal([$"src/X.cs: {what}"], Rules.EvidenceDoesNoIO([Holding("Evidence", line)]));
        Assert.Empty(Rules.EvidenceDoesNoIO([Holding("Ledger", line)]));
        Assert.Empty(
            Rules.EvidenceDoesNoIO([Holding("Evidence", "/// <summary>Reads a key file; ReadFile(bytes) and // " + line + "</summary>")]));
    }

    [Fact]
    public void A_file_of_401_lines_is_called_out()
    {
        Assert.Equal(["src/X.cs has 401 lines"], Rules.FilesStayShort([Holding("Data", string.Concat(Enumerable.Repeat("x\n", 401)))]));
        Assert.Equal(
            ["src/X.cs has 401 lines"], Rules.FilesStayShort([Holding("Data", string.Concat(Enumerable.Repeat("x\n", 400)) + "x")]));
        Assert.Empty(Rules.FilesStayShort([Holding("Data", string.Concat(Enumerable.Repeat("x\n", 400)))]));
    }

    [Theory]
    [InlineData("// TODO later", "TODO")]
    [InlineData("throw new NotImplementedException();", "NotImplementedException")]
    public void Something_unfinished_is_called_out(string line, string what) =>
        Assert.Equal([$"src/X.cs: {what}"], Rules.NothingIsUnfinished([Holding("Cli", line)]));

    [Theory]
    [InlineData("var now = DateTime.Now;", "DateTime.Now")]
    [InlineData("var now = DateTime.UtcNow;", "DateTime.UtcNow")]
    [InlineData("var now = System.DateTimeOffset.UtcNow;", "DateTimeOffset.UtcNow")]
    public void A_clock_of_ones_own_is_called_out(string line, string what)
    {
        Assert.Equal([$"src/X.cs: {what}"], Rules.TimeComesFromAProvider([Holding("Cli", line)]));
        Assert.Empty(Rules.TimeComesFromAProvider([Holding("Cli", "var now = time.GetUtcNow();")]));
    }

    [Fact]
    public void A_console_below_the_edge_is_called_out()
    {
        const string text = """<Project><ItemGroup><PackageReference Include="Spectre.Console" /></ItemGroup></Project>""";
        Assert.Equal(["Audit references Spectre.Console"], Rules.OnlyTheEdgeTalksToAConsole([Project.Parse("Hallmark.Audit", text)]));
        Assert.Equal(["src/X.cs: System.CommandLine"], Rules.OnlyTheEdgeTalksToAConsole([Holding("Data", "using System.CommandLine;")]));
        Assert.Empty(Rules.OnlyTheEdgeTalksToAConsole([Project.Parse("Hallmark.Cli", text)]));
    }

    [Theory]
    [InlineData("await session.SubmitAsync(x);", "SubmitAsync")]
    [InlineData("Statement signed = session.Sign(x);", ".Sign(")]
    [InlineData("var json = new JsonObject();", "JsonObject")]
    [InlineData("using var home = new HomeReader(invocation.Home);", "HomeReader")]
    [InlineData("var add = new MemberAdd(name);", "MemberAdd")]
    public void A_command_that_acts_by_itself_is_called_out(string line, string what)
    {
        Project contracts = Holding("Contracts", "public sealed record MemberAdd(string Name) : IGovernedPayload<MemberAdd>");
        Assert.Equal([$"src/X.cs: {what}"], Rules.TheCommandLineOnlyShows([contracts, Holding("Cli", line)]));
        Assert.Empty(Rules.TheCommandLineOnlyShows([contracts, Holding("Operations", line)]));
    }

    [Fact]
    public void A_reference_to_the_bench_is_called_out()
    {
        Assert.Equal(["Cli references Bench"], Rules.NothingRefersToTheBench([Referring("Cli", "Bench")]));
        Assert.Empty(Rules.NothingRefersToTheBench([Referring("Cli", "Node")]));
    }

    private static Project Referring(string name, string other) => Project.Parse(
        "Hallmark." + name,
        $"""<Project><ItemGroup><ProjectReference Include="..\Hallmark.{other}\Hallmark.{other}.csproj" /></ItemGroup></Project>""");

    private static Project Holding(string name, string text) =>
        Project.Parse("Hallmark." + name, "<Project />", new SourceFile("src/X.cs", text));
}
