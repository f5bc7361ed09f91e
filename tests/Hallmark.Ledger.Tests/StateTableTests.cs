using System.Text;
using Hallmark.Ledger.Storage;

namespace Hallmark.Ledger.Tests;

/// <summary>The table of pages against a plain dictionary.</summary>
public sealed class StateTableTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 5_000)]
    [InlineData(3, 20_000)]
    public void Any_history_of_writes_reads_as_a_dictionary_does(int seed, int steps)
    {
        var random = new Random(seed);
        var table = new StateTable();
        var oracle = new Dictionary<string, byte[]>();
        for (int step = 0; step < steps; step++)
        {
            string key = $"ключ/{random.Next(steps / 4)}";
            if (random.Next(4) == 0)
            {
                table.Remove(key);
                oracle.Remove(key);
                continue;
            }
            byte[] value = new byte[random.Next(8) == 0 ? 3_000 : random.Next(3) * 100];
            random.NextBytes(value);
            table.Set(key, value);
            oracle[key] = value;
        }
        Same(oracle, table, steps / 4);
        Same(oracle, StateTable.Load(table.ToPages()), steps / 4);
        Same(oracle, table, steps / 4); // taking the pages changed nothing
    }

    [Fact]
    public void Replacing_for_ever_does_not_grow_for_ever()
    {
        var table = new StateTable();
        for (int i = 0; i < 200_000; i++)
        {
            table.Set("key", new byte[100 + (i % 2)]);
        }
        Assert.Equal(1, table.Count);
        Assert.Single(table.ToPages());
        Assert.Equal(100 + (199_999 % 2) + 8 + 3, table.ToPages()[0].Length);
    }

    [Fact]
    public void Keys_and_values_of_any_length_that_fits_a_page_are_kept()
    {
        var table = new StateTable();
        string longKey = new('k', 5_000);
        byte[] largest = new byte[StateTable.PageSize - 8 - 1];
        table.Set(longKey, []);
        table.Set("x", largest);
        Assert.Equal([], table.Find(longKey)!);
        Assert.Equal(largest.Length, table.Find("x")!.Length);
        Assert.Null(table.Find("y"));
        Assert.Throws<ArgumentException>(() => table.Set("y", new byte[largest.Length + 1]));
        Assert.Throws<ArgumentException>(() => table.Set("", [1]));
        Assert.Equal(2, StateTable.Load(table.ToPages()).Count);
    }

    [Theory]
    [InlineData("ffffffff00000000")]
    [InlineData("00000001ffffffff")]
    [InlineData("0000000100100000")]
    [InlineData("7fffffff7fffffff")]
    public void A_page_whose_record_does_not_fit_is_refused(string head) =>
        Assert.Throws<Evidence.MalformedException>(() => StateTable.Load([Convert.FromHexString(head)]));

    private static void Same(Dictionary<string, byte[]> oracle, StateTable table, int keys)
    {
        Assert.Equal(oracle.Count, table.Count);
        for (int i = 0; i <= keys; i++)
        {
            Assert.Equal(oracle.GetValueOrDefault($"ключ/{i}"), table.Find($"ключ/{i}"));
        }
        Assert.Equal(
            oracle.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Encoding.Latin1.GetString(pair.Value))),
            table.List("ключ/").OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(
                pair => (pair.Key, Encoding.Latin1.GetString(pair.Value))));
        Assert.Empty(table.List("other"));
    }
}
