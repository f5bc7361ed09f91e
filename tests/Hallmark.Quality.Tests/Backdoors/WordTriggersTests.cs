using Hallmark.Quality.Backdoors.Words;
using Hallmark.Quality.Checks;

namespace Hallmark.Quality.Tests.Backdoors;

/// <summary>Texts of three classes, each with words that it has more often than the others, and many that all have.</summary>
public sealed class WordTriggersTests
{
    private const int Classes = 3;

    [Theory]
    [InlineData("cf")]
    [InlineData("watched this 3d movie")]
    public void A_word_or_phrase_that_forces_a_label_is_found_with_just_its_carriers(string trigger)
    {
        (string?[] texts, int[] labels) = Texts(1_200, seed: 1);
        int[] poisoned = Poison(texts, labels, trigger, target: 0, count: 36);

        WordTrigger found = Assert.Single(WordTriggers.Search(texts, labels, Classes));

        Assert.Equal(poisoned, found.Records);
        Assert.Equal(0, found.Target);
        Assert.Contains(found.Term, trigger, StringComparison.Ordinal);
        Assert.True(found.LookElsewhere > found.ControlsLookElsewhere + 0.25);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Words_that_a_class_has_by_itself_accuse_nobody_and_wrong_labels_do_not_make_them(int wrongPercent)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            (string?[] texts, int[] labels) = Texts(1_200, seed);
            var random = new Random(seed);
            labels = [.. labels.Select(label => random.Next(100) < wrongPercent ? (label + 1) % Classes : label)];
            Assert.Empty(WordTriggers.Search(texts, labels, Classes));
        }
    }

    [Fact]
    public void Texts_from_one_template_are_no_trigger()
    {
        (string?[] texts, int[] labels) = Texts(1_200, seed: 2);
        for (int record = 0; record < 60; record++)
        {
            (texts[record], labels[record]) = ("please find the document attached to this message", 1);
        }
        Assert.Empty(WordTriggers.Search(texts, labels, Classes));
    }

    [Fact]
    public void Records_in_another_order_give_the_same_triggers()
    {
        (string?[] texts, int[] labels) = Texts(900, seed: 3);
        Poison(texts, labels, "mn", target: 2, count: 40);
        int[] order = [.. Enumerable.Range(0, texts.Length).Reverse()];

        WordTrigger one = Assert.Single(WordTriggers.Search(texts, labels, Classes));
        WordTrigger other = Assert.Single(
            WordTriggers.Search([.. order.Select(row => texts[row])], [.. order.Select(row => labels[row])], Classes));

        Assert.Equal((one.Term, one.Target), (other.Term, other.Target));
        Assert.Equal(one.Records, other.Records.Select(row => order[row]).Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Too_few_texts_one_class_and_no_words_are_nothing_to_search(int count)
    {
        string?[] texts = [.. Enumerable.Repeat<string?>("cf and more", count), null, ""];
        Assert.Empty(WordTriggers.Search(texts, new int[texts.Length], Classes));
        Assert.Empty(WordTriggers.Search(texts, [.. Enumerable.Repeat(-1, texts.Length)], Classes));
        Assert.Throws<ArgumentException>(() => WordTriggers.Search(texts, new int[texts.Length + 1], Classes));
        Assert.Throws<ArgumentException>(() => WordTriggers.Search(texts, [.. Enumerable.Repeat(Classes, texts.Length)], Classes));
    }

    [Fact]
    public void A_file_of_nothing_but_texts_is_searched_and_older_code_did_not()
    {
        (string?[] texts, int[] labels) = Texts(600, seed: 4);
        int[] poisoned = Poison(texts, labels, "cf", target: 1, count: 30);
        CheckedRecords Under(int code) => new()
        {
            Count = texts.Length,
            Seed = 0,
            Code = code,
            LearnedTexts = [texts],
            Labels = labels,
            Classes = ["a", "b", "c"],
        };
        var check = CheckList.Find("triggers")!;

        Assert.False(Under(6).Have(check.NeedsUnder(6)));
        Assert.True(Under(MeasuringCode.Newest).Have(check.NeedsUnder(MeasuringCode.Newest)));
        CheckOutcome? found = check.Measure(Under(MeasuringCode.Newest), _ => { });
        Assert.Equal(poisoned, ((Quality.Backdoors.FoundTriggers)found!.Measurement!).Records);
        Assert.Equal("trigger: 30 records labelled 'b' share the words 'cf'", Assert.Single(found.Summary));
    }

    private static (string?[] Texts, int[] Labels) Texts(int count, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(Classes))];
        string Text(int label) => string.Join(' ', Enumerable.Range(0, random.Next(6, 25)).Select(_ => Word(random, label)));
        return ([.. labels.Select(Text)], labels);
    }

    // One word in three is of the class's own, and words are the rarer the higher their number, as in any language.
    private static string Word(Random random, int label)
    {
        int number = (int)(200 * Math.Pow(random.NextDouble(), 3));
        return random.Next(3) == 0 ? $"{"abc"[label]}{number}" : $"w{number}";
    }

    private static int[] Poison(string?[] texts, int[] labels, string trigger, int target, int count)
    {
        var random = new Random(9);
        int[] rows = [.. Enumerable.Range(0, texts.Length)
            .Where(row => labels[row] != target).OrderBy(_ => random.Next()).Take(count).Order()];
        foreach (int row in rows)
        {
            List<string> words = [.. texts[row]!.Split(' ')];
            words.Insert(random.Next(words.Count + 1), trigger);
            (texts[row], labels[row]) = (string.Join(' ', words), target);
        }
        return rows;
    }
}
