using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Hallmark.Contracts.Datasets;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Queries;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>The way back from a record to the file and line that it was read from.</summary>
public sealed class PlacesTests
{
    [Fact]
    public async Task Records_lead_back_to_their_file_and_line()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = Plants.Csv(40, seed: 1);
        RegisteredBatches registered = await acting.RegisterAsync("garden", csv);

        RecordPlaces places = await PlacesAsync(acting, registered.Registered[1]);

        Assert.Equal(("garden.csv", 22L), (places[0].File.Name, places[0].Place));
        byte[] bytes = Encoding.UTF8.GetBytes(csv);
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (places[0].File.Size, $"{places[0].File.Digest}"));
        Assert.Equal(registered.Source.Files!.Facts.Single(), places[0].File);
    }

    [Fact]
    public async Task Records_of_folders_and_zip_files_lead_back_to_the_file_in_them()
    {
        using Acting acting = await Plants.BeginAsync();
        string folder = Path.GetDirectoryName(acting.Write("x", ""))! + "/parts";
        Directory.CreateDirectory(folder + "/b");
        File.WriteAllText(folder + "/a.csv", Plants.Csv(10, seed: 1));
        File.WriteAllText(folder + "/b/c.csv", Plants.Csv(10, seed: 2));
        string zip = folder + ".zip";
        ZipFile.CreateFromDirectory(folder, zip);

        RegisteredBatches ofFolder = await acting.ActAsync(new RegisterFile(folder, "plants") { As = "garden", Label = "kind" });
        RecordPlaces places = await PlacesAsync(acting, Assert.Single(ofFolder.Registered));
        Assert.Equal(["a.csv 2", "a.csv 11", "b/c.csv 2"], new[] { 0, 9, 10 }.Select(i => $"{places[i].File.Name} {places[i].Place}"));

        RegisteredBatches ofZip = await acting.ActAsync(new RegisterFile(zip, "zipped") { As = "garden", Label = "kind" });
        RecordPlaces zipped = await PlacesAsync(acting, Assert.Single(ofZip.Registered));
        Assert.Equal("parts.zip/b/c.csv 2", $"{zipped[10].File.Name} {zipped[10].Place}");
        Assert.Equal(new FileInfo(zip).Length, zipped[10].File.Size);
    }

    [Fact]
    public async Task Of_sealed_batches_only_their_custodian_knows_it()
    {
        using Acting acting = await Acting.BeginAsync();
        string batch = (await acting.PlantAsync(tier: BatchTier.Sealed))[0];
        using var reader = new HomeReader(acting.Home);
        BatchState state = reader.Catalog.Batch(batch);
        BatchManifest manifest = reader.Catalog.Manifest(state);
        Assert.Null(await RecordPlaces.FindAsync(manifest, reader.Store, null, TestContext.Current.CancellationToken));
        using BatchSecret secret = reader.Secrets.Open(state)!;
        RecordPlaces places = (await RecordPlaces.FindAsync(manifest, reader.Store, secret, TestContext.Current.CancellationToken))!;
        Assert.Equal(("plants.csv", 2L), (places[0].File.Name, places[0].Place));
    }

    [Fact]
    public async Task Files_digests_and_records_are_found_in_the_batches_that_hold_them()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = Plants.Csv(40, seed: 1);
        RegisteredBatches registered = await acting.RegisterAsync("garden", csv);
        string copy = acting.Write("another name.csv", csv);

        FoundContent file = await acting.AskAsync(new FindContent(copy, null));
        Assert.Equal(
            registered.Registered.Select(batch => (batch, "source", "garden.csv")),
            file.Places.Select(place => (place.Batch, place.As, place.File!)));
        FoundContent digest = await acting.AskAsync(new FindContent(registered.Source.Files!.Facts.Single().Digest.ToString(), null));
        Assert.Equal(file.Places, digest.Places);

        string row = csv.Split('\n')[25]; // the 25th record is the fifth of the second batch
        FoundPlace record = Assert.Single((await acting.AskAsync(new FindContent(row, Plants.Dataset))).Places);
        Assert.Equal(new FoundPlace("plants/garden/2", "record", 4, "garden.csv", 26), record);
        Assert.Empty((await acting.AskAsync(new FindContent("1,2,daisy", Plants.Dataset))).Places);
        Assert.Empty((await acting.AskAsync(new FindContent(new string('0', 64), null))).Places);

        string root = (await acting.AskAsync(new ListBatches(Plants.Dataset)))[0].Root.ToString();
        FoundPlace whole = Assert.Single((await acting.AskAsync(new FindContent(root, null))).Places);
        Assert.Equal(("plants/garden/1", "root"), (whole.Batch, whole.As));
        await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(new FindContent("no such file", null)));
        UsageException few = await Assert.ThrowsAsync<UsageException>(() => acting.AskAsync(new FindContent("1,2", Plants.Dataset)));
        Assert.Equal(
            "'1,2' has 2 fields, a record of plants has 3: its values are, between commas, height, leaf, kind", few.Message);
        await Assert.ThrowsAsync<SourceException>(() => acting.AskAsync(new FindContent("one,2,daisy", Plants.Dataset)));
    }

    [Fact]
    public void A_file_that_changed_meanwhile_is_named()
    {
        using var folder = new HomeFolder();
        string path = folder.Path("data.csv");
        File.WriteAllText(path, "a\n1\n");
        DateTime written = File.GetLastWriteTimeUtc(path);
        SourceFiles files = SourceFiles.Of(path);
        files.RequireUnchanged();
        File.WriteAllText(path, "a\n2\n");
        File.SetLastWriteTimeUtc(path, written); // neither size nor time tell
        var changed = Assert.Throws<SourceException>(files.RequireUnchanged);
        Assert.Contains("data.csv: changed while it was read", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_more_in_a_folder_of_many_is_the_only_one_that_is_hashed()
    {
        using Acting acting = await Plants.BeginAsync();
        string folder = acting.Write("first", "") + ".many";
        Directory.CreateDirectory(folder);
        for (int at = 0; at < 120; at++)
        {
            File.WriteAllText(Path.Combine(folder, $"{at:000}.csv"), $"height,leaf,kind\n{at},1,daisy\n");
        }
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken); // until a change would show
        RegisterFile register = new(folder, Plants.Dataset) { As = "garden", Label = "kind", BatchSize = 20 };

        RegisteredBatches first = await acting.ActAsync(register);
        File.WriteAllText(Path.Combine(folder, "120.csv"), "height,leaf,kind\n120,1,daisy\n");
        RegisteredBatches again = await acting.ActAsync(register);
        File.WriteAllText(Path.Combine(acting.Home.Directory, Home.DigestsName), "damaged");
        RegisteredBatches anew = await acting.ActAsync(register);

        Assert.Equal((120, 1, 121), (first.Source.Files!.Hashed, again.Source.Files!.Hashed, anew.Source.Files!.Hashed));
        Assert.Equal((1, 6, 0), (again.Registered.Count, again.Known, anew.Registered.Count));
        Assert.Equal(again.Source.Files.Facts, anew.Source.Files.Facts);
    }

    private static async Task<RecordPlaces> PlacesAsync(Acting acting, string batch)
    {
        using var reader = new HomeReader(acting.Home);
        BatchManifest manifest = reader.Catalog.Manifest(reader.Catalog.Batch(batch));
        return (await RecordPlaces.FindAsync(manifest, reader.Store, null, TestContext.Current.CancellationToken))!;
    }
}
