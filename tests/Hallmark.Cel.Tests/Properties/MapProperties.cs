using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Cel.Tests.Properties;

/// <summary>Maps do not remember how they were made.</summary>
public class MapProperties
{
    private static readonly CelEnvironment Environment = new([new("m", CelType.Dyn), new("n", CelType.Dyn), new("k", CelType.Dyn)]);

    private static readonly Gen<CelValue> Key = Gen.OneOf(
        Gen.Elements(CelValue.True, CelValue.False),
        Gen.Choose(-5, 5).Select(number => CelValue.Of((long)number)),
        Gen.Choose(0, 5).Select(number => CelValue.Of((ulong)number)),
        Gen.Elements("", "a", "b", "é", "\uFFFD", "😀", "ab").Select(CelValue.Of));

    /// <summary>A number for ordering by chance, and a key.</summary>
    private static readonly Arbitrary<(int Order, CelValue Key)[]> Entries =
        (from order in Gen.Choose(0, 1000) from key in Key select (order, key)).ArrayOf().ToArbitrary();

    [Fact]
    public void In_whatever_order_entries_are_given_the_map_is_the_same() => Prop.ForAll(Entries, entries =>
    {
        List<(int Order, CelValue Key)> distinct = [];
        foreach ((int Order, CelValue Key) entry in entries)
        {
            if (distinct.TrueForAll(other => !Holds("m == n", other.Key, entry.Key)))
            {
                distinct.Add(entry);
            }
        }
        CelValue first = Map(distinct);
        CelValue second = Map(distinct.OrderBy(entry => entry.Order));
        Assert.Equal(CelJson.Text(first), CelJson.Text(second));
        Assert.True(Holds("m == n", first, second));
        Assert.True(Holds("m.map(x, x) == n.map(x, x) && size(m) == size(n)", first, second));
        foreach ((_, CelValue key) in distinct)
        {
            Assert.True(Holds("k in m && m[k] == k && m.exists(x, x == k)", first, second, key));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_given_twice_is_an_error_wherever_it_stands() => Prop.ForAll(Entries, entries =>
    {
        bool twice = entries.Where((entry, i) => entries.Take(i).Any(other => Holds("m == n", other.Key, entry.Key))).Any();
        string[] names = [.. entries.Select((_, i) => $"x{i}")];
        CelEnvironment environment = new([.. names.Select(name => new CelVariable(name, CelType.Dyn))]);
        CelProgram program = environment.Compile($"{{{string.Join(", ", names.Select(name => $"{name}: 1"))}}}");
        Assert.Equal(!twice, program.Evaluate([.. entries.Select(entry => entry.Key)], CelLimits.Default).IsValue);
    }).QuickCheckThrowOnFailure();

    private static CelValue Map(IEnumerable<(int Order, CelValue Key)> entries) =>
        CelValue.Of(new CelMap(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Key))));

    private static bool Holds(string expression, params CelValue[] values) =>
        Environment.Compile(expression).Evaluate(values, CelLimits.Default).Value.AsBool();
}
