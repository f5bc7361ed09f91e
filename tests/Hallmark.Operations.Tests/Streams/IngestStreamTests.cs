using System.Text;
using System.Text.Json;
using Hallmark.Client;
using Hallmark.Contracts.Datasets;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Streams;
using Hallmark.Quality.Drift;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Tests.Streams;

/// <summary>Messages become batches on record.</summary>
public sealed class IngestStreamTests
{
    [Fact]
    public async Task Messages_are_registered_in_batches_of_as_many_as_were_asked_for_and_the_rest_at_the_end()
    {
        using Acting acting = await Streaming.BeginAsync();
        var stream = new ListStream(Streaming.Readings(0, 50));

        IngestedStream taken = await acting.IngestAsync(stream);

        Assert.Equal(new IngestedStream(50, 0, 0, 0, 3), taken);
        long[][] batches = await acting.OnRecordAsync();
        Assert.Equal([20, 20, 10], batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 50).Select(number => (long)number), batches.SelectMany(batch => batch));
        Assert.Equal(50, stream.Acknowledged);
    }

    [Fact]
    public async Task What_has_waited_for_as_long_as_was_asked_for_is_registered_while_the_stream_stands_still()
    {
        using Acting acting = await Streaming.BeginAsync();
        var registered = new TaskCompletionSource();
        IngestStream ingest = Streaming.Ingest(new ListStream(Streaming.Readings(0, 3)) { End = _ => registered.Task }) with
        {
            Seconds = 30,
            Told = new Told(_ => registered.TrySetResult()),
        };
        await using Workspace workspace = await Workspace.OpenAsync(acting.Home, _ => { }, new FastClock(100));

        IngestedStream taken = await ingest.ExecuteAsync(workspace, TestContext.Current.CancellationToken);

        Assert.Equal(new IngestedStream(3, 0, 0, 0, 1), taken);
    }

    [Fact]
    public async Task A_message_that_does_not_fit_is_kept_aside_with_the_reason_and_holds_nothing_up()
    {
        using Acting acting = await Streaming.BeginAsync();
        (string Message, string Reason)[] wrong =
        [
            ("nonsense", "not JSON"),
            ("[1]", "no JSON object"),
            ("""{"number":1,"number":2}""", "Duplicate"),
            ("""{"number":"one"}""", "field 'number'"),
            ("""{"number":1,"at":{"t":1.5},"e":[1]}""", "array of 2 numbers"),
            ("""{"number":1,"at":1.5}""", "field 'at'"),
            ("""{"number":1,"more":1}""", "field 'more'"),
            ("{\"number\":1,\"at\":\"\\ud800\"}", ""),
            ("{\"number\":1,\"" + new string('x', StreamMessage.Limit) + "\":1}", "bytes"),
            ("\u0000\u0001", "not JSON"),
        ];
        var stream = new ListStream(Streaming.Readings(0, 5).Concat(wrong.Select(one => one.Message)).Concat(Streaming.Readings(5, 8)));

        IngestedStream taken = await acting.IngestAsync(stream);

        Assert.Equal((8, wrong.Length, 1), (taken.Taken, taken.Rejected, taken.Batches));
        Assert.Equal(acting.SpoolOf("rejected.jsonl"), taken.RejectedFile);
        Assert.Equal(wrong.Length, taken.Reasons.Sum(one => one.Messages));
        Assert.False(taken.NothingFits);
        Assert.Equal(8 + wrong.Length, stream.Acknowledged);
        JsonElement[] aside = [.. File.ReadLines(acting.SpoolOf("rejected.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        foreach ((JsonElement line, (string message, string reason)) in aside.Zip(wrong))
        {
            Assert.Contains(reason, line.GetProperty("reason").GetString(), StringComparison.Ordinal);
            string kept = Encoding.UTF8.GetString(line.GetProperty("payload").GetBytesFromBase64());
            Assert.Equal(message[..Math.Min(message.Length, StreamMessage.Limit + 1)], kept);
        }
        Assert.Equal(wrong.Length, aside.Length);
    }

    [Fact]
    public async Task Reasons_are_counted_the_most_frequent_first_and_only_so_many_are_told_apart()
    {
        using Acting acting = await Streaming.BeginAsync();
        IEnumerable<string> wrong = Enumerable.Range(0, 40).Select(number => $$"""{"x{{number}}{{new string('y', 300)}}":1}""");

        IngestedStream taken = await acting.IngestAsync(new ListStream(Enumerable.Repeat("[]", 5).Concat(wrong)));

        Assert.Equal((RejectionTally.Others, 25L), taken.Reasons[0]);
        Assert.Equal(("is no JSON object", 5L), taken.Reasons[1]);
        Assert.Equal(RejectionTally.Limit + 1, taken.Reasons.Count);
        Assert.All(taken.Reasons, one => Assert.InRange(one.Reason.Length, 1, 201));
        Assert.True(taken.NothingFits);
        Assert.False((await acting.IngestAsync(new ListStream(Array.Empty<string>()))).NothingFits);
    }

    [Fact]
    public async Task What_a_message_does_not_have_is_missing_and_its_text_may_be_on_several_lines()
    {
        using Acting acting = await Streaming.BeginAsync();

        await acting.IngestAsync(new ListStream(["{\n\"number\" :\r\n 7 }", """{"at":{},"e":null,"number":8}"""]));

        Assert.Equal((long[])[7, 8], Assert.Single(await acting.OnRecordAsync()));
    }

    [Fact]
    public async Task A_batch_is_cut_before_it_has_too_many_bytes()
    {
        using Acting acting = await Streaming.BeginAsync();
        string wide = new(' ', StreamMessage.Limit - 20);
        var stream = new ListStream(Enumerable.Range(0, 300).Select(number => $$"""{"number":{{number}}{{wide}}}"""));

        IngestedStream taken = await acting.ActAsync(Streaming.Ingest(stream) with { BatchSize = 1_000 });

        Assert.Equal(300, taken.Taken);
        long[][] batches = await acting.OnRecordAsync();
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, Spool.CutBytesLimit / StreamMessage.Limit + 1));
        Assert.Equal(Enumerable.Range(0, 300).Select(number => (long)number), batches.SelectMany(batch => batch));
    }

    [Fact]
    public async Task Messages_that_a_field_names_come_on_record_once_however_often_they_come()
    {
        using Acting acting = await Streaming.BeginAsync();
        IngestStream Named(int from, int to) =>
            Streaming.Ingest(new ListStream(Streaming.Readings(from, to))) with { NameField = "number" };
        await acting.ActAsync(Named(0, 30));

        IngestedStream again = await acting.ActAsync(Named(10, 45));

        Assert.Equal((15, 20), (again.Taken, again.Known));
        Assert.Equal(Enumerable.Range(0, 45).Select(number => (long)number), (await acting.OnRecordAsync()).SelectMany(batch => batch));
    }

    [Fact]
    public async Task A_message_with_the_id_of_another_is_put_aside_and_a_number_is_no_text()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.ActAsync(new RegisterFile(acting.Write("mixed.jsonl", """{"id":"a","n":0}"""), "mixed")
        {
            As = "garden",
            AsFound = true,
        });
        Task<IngestedStream> Take(params string[] messages) => acting.ActAsync(
            Streaming.Ingest(new ListStream(messages)) with { Dataset = "mixed", NameField = "id", AsWritten = ["id"] });
        const string First = """{"id":"1","n":1}""";

        IngestedStream taken = await Take(First, """{"id":1,"n":2}""", First, """{"id":"1","n":3}""");
        IngestedStream later = await Take("""{"id":"1","n":4}""", First);

        Assert.Equal((2, 1, 1), (taken.Taken, taken.Known, taken.Rejected));
        Assert.Equal(("has the id of another message", 1L), Assert.Single(taken.Reasons));
        Assert.Equal((0, 1, 1), (later.Taken, later.Known, later.Rejected));
    }

    [Fact]
    public async Task A_number_for_a_text_is_rejected_unless_that_is_declared_and_what_was_taken_in_goes_on_without_it()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.ActAsync(new RegisterFile(acting.Write("mixed.jsonl", """{"id":"a","n":0}"""), "mixed")
        {
            As = "garden",
            AsFound = true,
        });
        IngestStream Take(string message) => Streaming.Ingest(new ListStream([message])) with { Dataset = "mixed" };

        IngestedStream strict = await acting.ActAsync(Take("""{"id":1,"n":1}"""));
        IngestedStream other = await acting.ActAsync(Take("""{"id":"1","n":"1"}"""));
        IngestedStream declared = await acting.ActAsync(Take("""{"id":1,"n":"1"}""") with { AsWritten = ["id", "n"] });

        Assert.StartsWith("field 'id': '1' is a number and no text", Assert.Single(strict.Reasons).Reason);
        Assert.StartsWith("field 'n': '1' is a text, however it looks", Assert.Single(other.Reasons).Reason);
        Assert.Equal((1, 0), (declared.Taken, declared.Rejected));
        Assert.Equal([[0], [1]], await Recorded.NumbersAsync(acting.Home, "mixed"));
    }

    [Fact]
    public async Task A_spool_in_which_a_number_and_its_text_were_one_name_goes_on()
    {
        using Acting acting = await Streaming.BeginAsync();
        IngestStream Named() => Streaming.Ingest(new ListStream(Streaming.Readings(0, 5))) with { NameField = "number" };
        await acting.ActAsync(Named());
        string spooled = acting.SpoolOf("done-000000000001");
        var lines = new MemoryStream();
        foreach ((int number, string line) in File.ReadAllLines(spooled).Index())
        {
            SpooledMessage message = SpooledMessage.Find(Encoding.UTF8.GetBytes(line))!.Value;
            (message with { Identity = SpooledMessage.IdentityOf(Encoding.UTF8.GetBytes($"{number}")) }).AppendTo(lines);
        }
        await File.WriteAllBytesAsync(spooled, lines.ToArray(), TestContext.Current.CancellationToken);

        IngestedStream again = await acting.ActAsync(Named());

        Assert.Equal((0, 5, 0), (again.Taken, again.Known, again.Rejected));
    }

    [Fact]
    public async Task Without_a_name_only_what_its_sender_sends_again_under_its_number_is_known()
    {
        using Acting acting = await Streaming.BeginAsync();
        StreamMessage Numbered(int number, ushort packet, bool again = false) =>
            ListStream.Message(Streaming.Reading(number)) with { Packet = packet, IsAgain = again };
        await acting.IngestAsync(new ListStream([Numbered(0, 1), Numbered(1, 2)]));

        IngestedStream taken = await acting.IngestAsync(new ListStream(
        [
            Numbered(0, 1, again: true), // the same once more
            Numbered(1, 3, again: true), // another one of the same text, whose first sending did not come
            Numbered(0, 1), // its number is free since it was acknowledged
            Numbered(2, 2, again: true), // sent again, and never seen
        ]));

        Assert.Equal((3, 1), (taken.Taken, taken.Known));
        Assert.Equal([0, 1, 1, 0, 2], (await acting.OnRecordAsync()).SelectMany(batch => batch));
    }

    [Fact]
    public async Task A_batch_that_came_on_record_right_before_the_process_died_is_passed_over()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.IngestAsync(new ListStream(Streaming.Readings(0, 40)));
        File.Move(acting.SpoolOf("done-000000000002"), acting.SpoolOf("cut-000000000002"));

        IngestedStream taken = await acting.IngestAsync(new ListStream(Streaming.Readings(40, 60)));

        Assert.Equal(new IngestedStream(20, 0, 0, 0, 1), taken);
        Assert.Equal([20, 20, 20], (await acting.OnRecordAsync()).Select(batch => batch.Length));
    }

    [Fact]
    public async Task What_was_stopped_goes_on_with_the_messages_that_were_kept()
    {
        using Acting acting = await Streaming.BeginAsync();
        using var stop = new CancellationTokenSource();
        var stream = new ListStream(Streaming.Readings(0, 7)) { End = cancellation => Task.Delay(Timeout.Infinite, cancellation) };
        await using (Workspace workspace = await Workspace.OpenAsync(acting.Home, _ => { }, TimeProvider.System))
        {
            Task<IngestedStream> ingesting = Streaming.Ingest(stream).ExecuteAsync(workspace, stop.Token);
            await Until(() => stream.Acknowledged == 7);
            await stop.CancelAsync();
            Assert.Equal(new IngestedStream(7, 0, 0, 7, 0), await ingesting);
        }
        Assert.Empty(await acting.OnRecordAsync());

        await acting.IngestAsync(new ListStream(Streaming.Readings(7, 9)));

        Assert.Equal((long[])[0, 1, 2, 3, 4, 5, 6, 7, 8], Assert.Single(await acting.OnRecordAsync()));
    }

    [Fact]
    public async Task What_a_dying_process_had_not_written_to_its_end_is_cut_off_and_kept_aside()
    {
        using Acting acting = await Streaming.BeginAsync();
        var message = new SpooledMessage(3, 4, Encoding.UTF8.GetBytes(Streaming.Reading(0)));
        var lines = new MemoryStream();
        message.AppendTo(lines);
        message.AppendTo(lines);
        Directory.CreateDirectory(acting.SpoolOf());
        File.WriteAllBytes(acting.SpoolOf("open"), lines.ToArray()[..^9]);

        await acting.IngestAsync(new ListStream(Streaming.Readings(1, 2)));

        Assert.Equal((long[])[0, 1], Assert.Single(await acting.OnRecordAsync()));
        Assert.Contains("to its end", File.ReadAllText(acting.SpoolOf("rejected.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kept_messages_that_somebody_changed_are_not_registered()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.IngestAsync(new ListStream(Streaming.Readings(0, 20)));
        string text = File.ReadAllText(acting.SpoolOf("done-000000000001"));
        File.WriteAllText(acting.SpoolOf("cut-000000000002"), text.Replace("\"number\":7", "\"number\":8", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<HomeFileException>(() => acting.IngestAsync(new ListStream(Streaming.Readings(20, 21))));

        Assert.Contains("cut-000000000002: is damaged at byte", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Counted: what waits in memory is bounded, and so is what stays on disk.</summary>
    [Fact]
    public async Task However_long_the_stream_no_more_than_so_many_messages_are_held()
    {
        using Acting acting = await Streaming.BeginAsync();
        var stream = new ListStream(Streaming.Readings(0, 30_000));
        IngestStream ingest = Streaming.Ingest(stream) with { BatchSize = 2_000, Window = 3_000, NameField = "number" };

        IngestedStream taken = await acting.ActAsync(ingest);

        Assert.Equal(new IngestedStream(30_000, 0, 0, 0, 15), taken);
        Assert.InRange(stream.MostAhead, 1, 3 * 256);
        Assert.Equal(2, Directory.GetFiles(acting.SpoolOf(), "done-*").Length); // the last 3,000 messages lie in two batches
    }

    [Fact]
    public async Task Messages_that_are_distributed_otherwise_than_accepted_batches_raise_the_alarm_while_the_stream_runs()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.AddAsync("lab", "validator");
        JudgedBatches judged = await acting.ActAsync(new JudgeBatches(Streaming.Dataset));
        Assert.Equal(Verdict.Accepted, Assert.Single(judged.Batches).Verdict);
        var told = new List<StreamEvent>();
        IEnumerable<string> readings = Streaming.Readings(0, 40).Concat(
            Enumerable.Range(40, 20).Select(number => Streaming.Reading(number, warmer: 30)));

        await acting.ActAsync(Streaming.Ingest(new ListStream(readings)) with { Told = new Told(told.Add) });

        StreamEvent.Drifted drift = told.OfType<StreamEvent.Drifted>().Last();
        Assert.Contains("at.t", drift.Fields);
        Assert.Equal(["readings/garden/4"], drift.Batches);
    }

    [Fact]
    public async Task Numbers_to_be_foretold_come_in_as_classes_do()
    {
        using Acting acting = await Plants.BeginAsync();
        await acting.AddAsync("lab2", "validator");
        await acting.RentAsync("garden", Rents.Csv(60, 1));
        await acting.ActAsync(new JudgeBatches(Rents.Dataset) { As = "lab2" });
        string[] flats = [.. Enumerable.Range(0, 20).Select(i => $$"""{"size":{{40 + i}}.5,"age":{{i}}.25,"rent":{{700 + i}}.5}""")];
        IngestedStream taken = await acting.ActAsync(
            Streaming.Ingest(new ListStream(flats)) with { Dataset = Rents.Dataset, As = "garden" });
        Assert.Equal((20, 0, 1), (taken.Taken, taken.Rejected, taken.Batches));
    }

    /// <summary>A reading out of the range of hundreds is unlikely enough for an alarm; one reading is no distribution.</summary>
    [Theory]
    [InlineData(DistributionDrift.FewestRecords - 1)]
    [InlineData(DistributionDrift.FewestRecords)]
    public async Task Of_fewer_than_ten_records_it_is_said_that_they_are_too_few_and_there_is_no_alarm(int count)
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.AddAsync("lab", "validator");
        await acting.IngestAsync(new ListStream(Streaming.Readings(0, 400)));
        await acting.ActAsync(new JudgeBatches(Streaming.Dataset));
        var told = new List<StreamEvent>();
        IEnumerable<string> readings = Enumerable.Range(400, count).Select(number => Streaming.Reading(number, warmer: 300));

        await acting.ActAsync(Streaming.Ingest(new ListStream(readings)) with { Told = new Told(told.Add) });

        bool few = count < DistributionDrift.FewestRecords;
        Assert.Equal(few ? 0 : 1, told.OfType<StreamEvent.Drifted>().Count());
        Assert.Equal(few ? [$"of {count} records it cannot be said whether they drifted; 10 are needed"] : [],
            told.OfType<StreamEvent.Unmeasured>().Select(one => one.Reason));
    }

    [Fact]
    public async Task Where_a_policy_forbids_a_batch_the_stream_stops_and_its_messages_stay()
    {
        using Acting acting = await Streaming.BeginAsync();
        await acting.ActAsync(new ChangeRoles("garden", ["reader"], null) { As = "alice" });

        await Assert.ThrowsAsync<StatementDeniedException>(() => acting.IngestAsync(new ListStream(Streaming.Readings(0, 20))));

        Assert.True(File.Exists(acting.SpoolOf("cut-000000000001")));
    }

    [Fact]
    public async Task A_dataset_that_is_not_there_is_named()
    {
        using Acting acting = await Streaming.BeginAsync();

        var failure = await Assert.ThrowsAsync<KeyNotFoundException>(
            () => acting.ActAsync(Streaming.Ingest(new ListStream(Array.Empty<string>())) with { Dataset = "none" }));

        Assert.Contains("none", failure.Message, StringComparison.Ordinal);
    }

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_schema_that_is_changed_while_the_stream_runs_holds_for_what_comes_then_and_what_was_sent_before_fits_still()
    {
        using Acting acting = await Streaming.BeginAsync();
        string next = acting.Write("next.jsonl", Renamed(Streaming.Reading(99)) + "\n");
        IEnumerable<string> Messages()
        {
            foreach (string message in Streaming.Readings(0, 30))
            {
                yield return message;
            }
            acting.ActAsync(new EvolveDataset(Streaming.Dataset) { From = next, Renames = ["number=n"] }).GetAwaiter().GetResult();
            foreach (string message in Streaming.Readings(30, 45).Select(Renamed))
            {
                yield return message;
            }
        }
        var stream = new ListStream(Messages());

        IngestedStream taken = await acting.IngestAsync(stream);

        Assert.Equal((45L, 0L, 3L), (taken.Taken, taken.Rejected, taken.Batches));
        long[][] batches = await acting.OnRecordAsync();
        Assert.Equal(Enumerable.Range(0, 45).Select(number => (long)number), batches.SelectMany(batch => batch));

        static string Renamed(string message) =>
            message.Replace("\"number\"", "\"n\"", StringComparison.Ordinal)[..^1] + ",\"more\":1}";
    }
}
