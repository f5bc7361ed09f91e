using System.IO.Compression;
using Hallmark.Contracts.Runs;
using Hallmark.Data.Batches;
using Hallmark.Data.Sources;
using Hallmark.Evidence;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Checking;
using Hallmark.Operations.Homes;
using Microsoft.Data.Sqlite;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Whatever held the records, they are registered, committed to and checked as the same records.</summary>
public sealed class SourcesTests
{
    private static readonly string[] Rows = [.. Plants.Csv(50, 1).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    [Fact]
    public async Task The_same_records_in_another_form_are_the_same_batches_and_the_same_evaluation_set()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile csv = Plants.File(acting, "garden", Plants.Csv(50, 1));
        Assert.Equal(3, (await acting.ActAsync(csv)).Registered.Count);
        await acting.ActAsync(csv with { Path = acting.Write("other.csv", Plants.Csv(50, 2)), Dataset = "herbs" });
        EvaluationState fixedSet = await acting.ActAsync(new CommitEvaluation(csv.Path, "herbs") { As = "lab" });
        ulong size = acting.Size();
        foreach ((string path, SourceWords words) in Forms(acting))
        {
            RegisteredBatches again = await acting.ActAsync(csv with { Path = path, Words = words });
            Assert.Equal((0, 3, 50L), (again.Registered.Count, again.Known, again.Records));
            EvaluationState same = await acting.ActAsync(new CommitEvaluation(path, "herbs") { As = "lab", Words = words });
            Assert.Equal(fixedSet.Root, same.Root);
            CheckedFile found = new CheckFile(path) { Label = "kind", Words = words }.Execute(TestContext.Current.CancellationToken);
            Assert.Equal(50, found.Input.Count);
        }
        Assert.Equal(size, acting.Size());
    }

    [Fact]
    public async Task What_reading_did_to_the_data_is_on_record_with_what_was_done_before()
    {
        using Acting acting = await Plants.BeginAsync();
        (string path, SourceWords words) = Forms(acting).Last();
        var register = new RegisterFile(path, Plants.Dataset) { As = "garden", Label = "kind", Steps = ["weeded"], Words = words };
        Assert.Single((await acting.ActAsync(register)).Registered);
        using var reader = new HomeReader(acting.Home);
        Assert.Equal(["weeded", $"query {words.Query}"], reader.Catalog.Manifest(reader.Catalog.Batches(Plants.Dataset).Single()).Steps);
    }

    [Fact]
    public async Task Cells_of_several_kinds_are_asked_about_and_what_is_declared_of_them_is_on_record()
    {
        using Acting acting = await Plants.BeginAsync();
        string path = acting.Write("mixed.jsonl", "{\"n\": 1, \"size\": 7}\n{\"n\": 2, \"size\": \"large\"}\n");
        var register = new RegisterFile(path, "sizes") { As = "garden", AsFound = true };
        ulong size = acting.Size();
        SourceException asked = await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(register));
        Assert.Contains("line 2, field 'size': 'large' is a text and '7' in 1 is a number", asked.Message, StringComparison.Ordinal);
        Assert.Equal(size, acting.Size());
        RegisterFile declared = register with { Words = SourceWords.None with { AsWritten = ["size"] } };
        Assert.Single((await acting.ActAsync(declared)).Registered);
        using var reader = new HomeReader(acting.Home);
        Assert.Equal(
            ["cells of 'size' taken as they are written"], reader.Catalog.Manifest(reader.Catalog.Batches("sizes").Single()).Steps);
    }

    [Fact]
    public async Task Who_commits_to_held_out_records_is_told_which_file_they_were_in()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.RegisterAsync("garden", Plants.Csv(50, 1));
        ReadSource? read = null;
        string path = acting.Write("held.csv", Plants.Csv(30, 9));
        await acting.ActAsync(new CommitEvaluation(path, Plants.Dataset) { As = "lab", Told = source => read = source });
        SourceFileFacts file = Assert.Single(read!.Files!.Facts);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(("held.csv", (long)bytes.Length, Digest.Of(bytes)), (file.Name, file.Size, file.Digest));
    }

    [Fact]
    public async Task A_folder_without_files_and_a_query_of_a_file_are_refused()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile csv = Plants.File(acting, "garden", Plants.Csv(50, 1));
        string folder = Directory.CreateDirectory(csv.Path + ".d").FullName;
        await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(csv with { Path = folder }));
        await Assert.ThrowsAsync<SourceException>(() => acting.ActAsync(csv with { Words = new SourceWords(Query: "select 1") }));
        await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(csv with { Path = csv.Path + ".none" }));
    }

    private static IEnumerable<(string Path, SourceWords Words)> Forms(Acting acting)
    {
        yield return (acting.Write("plants.jsonl", string.Concat(Rows.Select(ToJson))), SourceWords.None);
        string folder = Directory.CreateDirectory(acting.Write("at", "") + ".d").FullName;
        foreach ((int number, string[] part) in Rows.Chunk(15).Index())
        {
            File.WriteAllText(Path.Combine(folder, $"part-{number}.csv"), "height,leaf,kind\n" + string.Join('\n', part));
        }
        yield return (folder, SourceWords.None);
        yield return (Path.Combine(folder, "part-*.csv"), SourceWords.None);
        string zip = folder + ".zip";
        ZipFile.CreateFromDirectory(folder, zip);
        yield return (zip, SourceWords.None);
        yield return (
            acting.Write("plants.log", string.Concat(Rows.Select(row => $"seen: {row}\n"))),
            new SourceWords(Pattern: "seen: (?<height>[^,]*),(?<leaf>[^,]*),(?<kind>.*)"));
        yield return ("sqlite:" + Database(folder + ".db"), new SourceWords(Query: "select height, leaf, kind from plants order by id"));
    }

    private static string ToJson(string row)
    {
        string[] cells = row.Split(',');
        return $"{{\"height\": {cells[0]}, \"leaf\": {cells[1]}, \"kind\": \"{cells[2]}\"}}\n";
    }

    internal static string Database(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "create table plants (id integer primary key, height real, leaf real, kind text);"
            + string.Concat(Rows.Select(row => row.Split(',')).Select(cells =>
                $"insert into plants (height, leaf, kind) values ({cells[0]}, {cells[1]}, '{cells[2]}');"));
        command.ExecuteNonQuery();
        return path;
    }
}
