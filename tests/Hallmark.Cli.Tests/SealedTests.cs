using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hallmark.Client;
using Hallmark.Contracts;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Batches;
using Hallmark.Data.Store;

namespace Hallmark.Cli.Tests;

/// <summary>Sealed and absent batches: everything works on them, and who has no key has nothing.</summary>
public sealed class SealedTests(GardenRun garden)
{
    private const string First = "plants/garden/1";
    private const string Run = "plants/run/1";

    [Fact]
    public void No_byte_of_a_record_lies_in_a_sealed_home()
    {
        using Scenario open = garden.Open();
        using Scenario hidden = garden.Sealed();
        List<(string What, byte[] Bytes)> traces = [.. Traces(), .. LeafHashes(open)];

        Assert.Equal((80 * 4) + 80, traces.Count);
        // What is looked for is what an open batch shows.
        Assert.InRange(FindIn(open.Home, traces).Count, 240, traces.Count);
        Assert.Empty(FindIn(hidden.Home, traces));
    }

    [Fact]
    public void Judging_training_and_the_whole_audit_work_on_sealed_batches()
    {
        using Scenario scenario = garden.Sealed();

        Assert.All(scenario.Do("batches", "plants").List("batches"), batch => Assert.Equal("accepted", batch.Text("verdict")));
        JsonNode audit = scenario.Do("audit", "--replay");

        Assert.Equal("good", audit.Text("verdict"));
        JsonNode coverage = audit["coverage"]!;
        Assert.Equal(
            (4, 4, 4, 1, 1, 80),
            ((int)coverage["batchesHashed"]!, (int)coverage["judged"]!, (int)coverage["remeasured"]!,
                (int)coverage["schedulesRecomputed"]!, (int)coverage["runsReplayed"]!, (int)coverage["records"]!));
    }

    [Fact]
    public void Without_the_keys_the_audit_is_incomplete_and_still_sees_altered_ciphertext()
    {
        using Scenario scenario = garden.Sealed();
        foreach (string key in Directory.GetFiles(scenario.File("keys"), "*.agreement"))
        {
            File.Delete(key);
        }

        IReadOnlyList<JsonNode> findings = scenario.Audit(1, "incomplete", "--replay");
        Assert.Equal(
            ["judge.sealed", "replay.impossible", "schedule.not-recomputable"],
            findings.Where(finding => finding.Text("severity") == "incomplete").Select(finding => finding.Code()!)
                .Distinct().Order(StringComparer.Ordinal));

        Flip(scenario, First);
        JsonNode altered = scenario.Audit(3, "tampered").Only("data.content");
        Assert.Equal((First, "garden", (string?)null), ((string?)altered["batch"], (string?)altered["member"], (string?)altered["field"]));
    }

    [Fact]
    public void With_the_keys_an_altered_byte_is_named_with_record_and_field()
    {
        using Scenario scenario = garden.Sealed();
        Flip(scenario, First);

        JsonNode altered = scenario.Audit(3, "tampered").Only("data.record");

        Assert.Equal((First, 0, "height"), ((string?)altered["batch"], (int)altered["record"]!, (string?)altered["field"]));
    }

    [Fact]
    public void A_reader_whose_custodian_is_not_here_reads_what_was_wrapped_for_its_use()
    {
        using Scenario scenario = garden.Sealed();
        scenario.Do("grant", "press", First, "--purpose", "research");
        string[] read = ["read", First, "--purpose", "research", "--as", "press"];
        string key = scenario.File("keys", "garden.agreement");
        string away = scenario.Outside("garden.agreement");
        File.Move(key, away);

        string error = scenario.Run(1, read).Error;
        Assert.Contains("'hallmark access serve --as garden'", error, StringComparison.Ordinal);
        // Asked for and not served, it is on record all the same; the custodian serves it where its key is.
        File.Move(away, key);
        JsonNode served = Assert.Single(scenario.Do("access", "serve", "--as", "garden").List("served"));
        Assert.Equal(("press", First, "research"), (served.Text("member"), served.Text("batch"), served.Text("purpose")));
        Assert.Empty(scenario.Do("access", "serve", "--as", "garden").List("served"));
        File.Move(key, away);

        // Asking again is another use, on record like the first.
        Assert.Equal(GardenRun.Csv.Split('\n').Take(21), scenario.Do(read).Text("csv").TrimEnd().Split("\r\n"));
        Assert.Equal(2, scenario.Do("access", "--member", "press").List("readings").Count);
        scenario.Denied("access.no-grant", "read", First, "--purpose", "research", "--as", "school");
        scenario.Do("access", "revoke", "press", First, "--purpose", "research");
        scenario.Denied("access.grant-revoked", read);
    }

    [Fact]
    public void What_was_made_of_sealed_batches_is_sealed_until_it_is_released()
    {
        using Scenario scenario = garden.Sealed();
        string run = scenario.File("runs", Run.Replace('/', '-'));
        Assert.All(Directory.GetFiles(run), file => Assert.Equal("HMSEALED"u8, File.ReadAllBytes(file).AsSpan(0, 8)));
        scenario.Audit(0, "good", "--replay");

        string nowhere = scenario.Outside("no/model.bin");
        Assert.Contains("no folder", scenario.Run(2, "release", Run, "--out", nowhere).Error, StringComparison.Ordinal);
        Assert.Contains("no regular file", scenario.Run(2, "release", Run, "--out", "/dev/full").Error, StringComparison.Ordinal);
        scenario.Denied("model.release.records", "release", Run, "--out", scenario.Outside("model.bin")); // 60 records
        Assert.False(File.Exists(scenario.Outside("model.bin")));

        string key = scenario.File("keys", "garden.agreement");
        File.Move(key, scenario.Outside("garden.agreement"));
        JsonNode closed = scenario.Audit(1, "incomplete", "--replay").Only("replay.impossible");
        Assert.Contains("sealed", closed.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawn_batch_is_gone_with_its_keys_and_the_audit_says_so()
    {
        using Scenario scenario = garden.Sealed();
        string batch = scenario.Look(catalog => catalog.Ledger.State.List(ScheduleKeys.All).Single().Batches[0]);
        BatchManifest manifest = scenario.Look(catalog => catalog.Manifest(catalog.Batch(batch)));
        byte[] content = File.ReadAllBytes(scenario.Object(manifest.Content));
        int secrets = Directory.GetFiles(scenario.File("custody", "garden", "secrets")).Length;
        Assert.NotEmpty(Directory.GetFiles(scenario.File("custody", "garden", "wraps", manifest.Root.ToString())));
        scenario.Denied("batch.withdraw.own", "withdraw", batch, "--as", "lab");

        JsonNode withdrawn = scenario.Do(
            "withdraw", batch, "--reason", "consent taken back", "--ground", "GDPR article 17", "--stated-by", "officer");

        Assert.Equal([Run], withdrawn.Texts("runs"));
        Assert.Equal([scenario.Do("runs").List("runs")[0].Text("modelDigest")], withdrawn.Texts("models"));
        Assert.Empty(withdrawn.Texts("kept"));
        Assert.All(manifest.Objects, reference => Assert.False(File.Exists(scenario.Object(reference))));
        Assert.All(manifest.Objects, reference => Assert.Contains($"objects/{reference.Digest}", withdrawn.Texts("destroyed")));
        Assert.Equal(secrets - 1, Directory.GetFiles(scenario.File("custody", "garden", "secrets")).Length);
        string wraps = scenario.File("custody", "garden", "wraps", manifest.Root.ToString());
        Assert.True(!Directory.Exists(wraps) || Directory.GetFiles(wraps).Length == 0, "wraps are left");

        scenario.Denied("access.withdrawn", "read", batch, "--purpose", "research", "--as", "garden");
        IReadOnlyList<JsonNode> findings = scenario.Audit(0, "good");
        Assert.Equal(batch, (string?)findings.Only("data.withdrawn")["batch"]);
        Assert.Equal(3, findings.Only("data.withdrawn")["checkpoints"]!.AsArray().Count);
        findings.Only("schedule.withdrawn");
        Assert.Equal(4, findings.Only("judge.withdrawn").Texts("touches").Count);
        Assert.Equal((Run, batch), ((string?)scenario.Audit(0, "good", "--replay").Only("replay.withdrawn")["run"], batch));

        // A destruction that was cut off is finished by the same command.
        File.WriteAllBytes(scenario.Object(manifest.Content), content);
        scenario.Audit(0, "good").Only("data.withdrawn-but-there");
        JsonNode again = scenario.Do("withdraw", batch);
        Assert.Equal([$"objects/{manifest.Content.Digest}"], again.Texts("destroyed"));
        Assert.Equal((long)withdrawn["entry"]!, (long)again["entry"]!);
        scenario.Audit(0, "good").Only("data.withdrawn");
    }

    [Fact]
    public void Withdrawing_destroys_the_keys_though_the_key_that_wraps_them_is_not_here()
    {
        using Scenario scenario = garden.Sealed();
        string root = scenario.Look(catalog => catalog.Batch(First).Root.ToString());
        File.Delete(scenario.File("keys", "garden.agreement"));

        JsonNode withdrawn = scenario.Do("withdraw", First, "--ground", "GDPR article 17", "--stated-by", "officer");

        Assert.Contains(withdrawn.Texts("destroyed"), name => name.StartsWith("secrets/", StringComparison.Ordinal));
        Assert.False(File.Exists(scenario.File("custody", "garden", "batches", root)));
        Assert.Equal(3, Directory.GetFiles(scenario.File("custody", "garden", "secrets")).Length);
    }

    [Fact]
    public void Withdrawing_keeps_what_another_dataset_still_needs()
    {
        using Scenario scenario = garden.Open();
        scenario.Do("register", scenario.Write("plants.csv", GardenRun.Csv), "--dataset", "twins", "--label", "kind", "--batch-size", "20");
        ObjectReference content = scenario.Look(catalog => catalog.Manifest(catalog.Batch(First)).Content);
        Assert.Equal(content, scenario.Look(catalog => catalog.Manifest(catalog.Batch("twins/garden/1")).Content));

        JsonNode first = scenario.Do("withdraw", First, "--ground", "GDPR article 17", "--stated-by", "officer");

        Assert.DoesNotContain($"objects/{content.Digest}", first.Texts("destroyed")); // but what was found in its records is gone
        Assert.Contains(
            first.Texts("kept"),
            kept => kept.StartsWith($"objects/{content.Digest}", StringComparison.Ordinal)
                && kept.Contains("twins/garden/1", StringComparison.Ordinal));
        Assert.Equal(20, (int)scenario.Do("read", "twins/garden/1", "--as", "garden")["records"]!);
        Assert.Contains($"objects/{content.Digest}", scenario.Do("withdraw", "twins/garden/1").Texts("destroyed"));
        scenario.Audit(0, "good");
    }

    [Fact]
    public void An_absent_batch_stays_with_its_provider_until_its_first_reader()
    {
        using Scenario scenario = garden.Open();
        string batch = Assert.Single(scenario.Do(
            "register", scenario.Write("more.csv", Scenario.Plants(20, seed: 5)),
            "--dataset", "plants", "--batch-size", "20", "--tier", "absent").Texts("batches"));
        IReadOnlyList<ObjectReference> objects = [.. scenario.Look(catalog => catalog.Manifest(catalog.Batch(batch)).Objects)];
        ObjectReference content = scenario.Look(catalog => catalog.Manifest(catalog.Batch(batch)).Content);
        string own = scenario.File("private", "garden", content.Digest.ToString()[..2], content.Digest.ToString()[2..]);

        Assert.False(File.Exists(scenario.Object(content)));
        Assert.True(File.Exists(own));
        Assert.Equal(batch, (string?)scenario.Audit(0, "good").Only("data.absent")["batch"]);
        Assert.Equal("accepted", Assert.Single(scenario.Do("judge", "plants").List("batches")).Text("verdict"));
        Assert.True(File.Exists(scenario.Object(content)));
        Assert.DoesNotContain(scenario.Audit(0, "good"), finding => finding.Code() == "data.absent");

        scenario.Do("withdraw", batch, "--ground", "GDPR article 17", "--stated-by", "officer");
        Assert.False(File.Exists(own));
        Assert.All(objects, reference => Assert.False(File.Exists(scenario.Object(reference))));
        scenario.Audit(0, "good").Only("data.withdrawn");
    }

    /// <summary>
    /// Alters the first cell of a sealed batch: behind the header of the sealed object, the length and the content's own header
    /// comes its tag.
    /// </summary>
    private static void Flip(Scenario scenario, string batch)
    {
        ObjectReference content = scenario.Look(catalog => catalog.Manifest(catalog.Batch(batch)).Content);
        HomeCopy.Flip(scenario.Object(content), 88 + 8 + ContentFormat.HeaderSize + 1 + 4);
    }

    /// <summary>Every number of every row, as text and as the eight bytes of a canonical record.</summary>
    private static IEnumerable<(string What, byte[] Bytes)> Traces()
    {
        string[] rows = GardenRun.Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string cell in rows.Skip(1).SelectMany(row => row.Split(',').Take(2)))
        {
            byte[] number = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(number, double.Parse(cell, CultureInfo.InvariantCulture));
            yield return (cell, Encoding.ASCII.GetBytes(cell));
            yield return ($"the bytes of {cell}", number);
        }
    }

    /// <summary>Hashes of the records, by which a guess could be confirmed.</summary>
    private static IEnumerable<(string What, byte[] Bytes)> LeafHashes(Scenario open) => open.Look(catalog =>
    {
        var reading = BatchReading.Offline(catalog, _ => null);
        return catalog.Batches("plants")
            .SelectMany(batch => reading.ReadAsync(batch, catalog.SchemaAsync("plants").Pull()).Pull().Leaves()
                .Select((leaf, i) => ($"the hash of record {i} of {batch.Id}", leaf.ToArray())))
            .ToArray();
    });

    private static List<string> FindIn(string home, IReadOnlyList<(string What, byte[] Bytes)> traces)
    {
        (string File, byte[] Bytes)[] files =
            [.. Directory.GetFiles(home, "*", SearchOption.AllDirectories).Select(file => (file, File.ReadAllBytes(file)))];
        Assert.InRange(files.Length, 10, 10_000);
        return [.. traces
            .Select(trace => (trace.What, In: files.FirstOrDefault(file => file.Bytes.AsSpan().IndexOf(trace.Bytes) >= 0).File))
            .Where(found => found.In is not null)
            .Select(found => $"{found.What} in {found.In}")];
    }
}
