using Hallmark.Data.Tests.Sources;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Schemas;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Files from which a dataset is to be opened though it is not clear what their columns are for.</summary>
public sealed class RegisterUnclearTests
{
    private const string Coloured = "height,colour,kind\n1.5,red,daisy\n2.5,blue,rose\n3.5,red,daisy\n4.5,blue,rose\n";

    [Fact]
    public async Task A_column_that_nothing_would_learn_from_is_asked_for_and_nothing_is_on_record()
    {
        using Acting acting = await Plants.BeginAsync();
        ulong before = acting.Size();
        string message = await RefusedAsync(acting, Plants.File(acting, "garden", Coloured));
        Assert.Contains("'colour' (2 different texts", message, StringComparison.Ordinal);
        Assert.Contains("--label kind --out s.yaml", message, StringComparison.Ordinal);
        Assert.Equal(before, acting.Size());
    }

    [Fact]
    public async Task What_the_refusal_names_opens_the_dataset()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisterFile register = Plants.File(acting, "garden", Coloured);
        string proposed = SchemaFile.Write(
            new ProposeSchema(register.Path) { Label = "kind" }.Execute(TestContext.Current.CancellationToken));
        string edited = acting.Write("s.yaml", proposed.Replace("\"?\"", "group", StringComparison.Ordinal));
        RegisteredBatches registered = await acting.ActAsync(register with { SchemaFile = edited });
        Assert.Equal((4, 0), (registered.Records, registered.Source.Asked.Count));
        Assert.Empty((await acting.ActAsync(register)).Registered); // the dataset is open, and nobody is asked again
    }

    [Fact]
    public async Task As_found_the_column_is_left_out_and_that_is_said()
    {
        using Acting acting = await Plants.BeginAsync();
        RegisteredBatches registered = await acting.ActAsync(Plants.File(acting, "garden", Coloured) with { AsFound = true });
        Assert.Equal(("colour", false), (registered.Source.Asked.Single().Name, registered.Source.Asked.Single().IsLearned));
        Assert.Contains(registered.Source.Sentences(), text => text.StartsWith("column 'colour' is no feature", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_column_of_numbers_that_may_be_a_key_is_learned_from_and_that_is_said()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = "number,kind\n"
            + string.Concat(Enumerable.Range(0, 30).Select(i => $"{(i * 7919) % 10_007},{(i % 2 == 0 ? "a" : "b")}\n"));
        RegisteredBatches registered = await acting.ActAsync(Plants.File(acting, "garden", csv));
        Assert.Equal(("number", true), (registered.Source.Asked.Single().Name, registered.Source.Asked.Single().IsLearned));
    }

    [Fact]
    public async Task A_label_of_numbers_that_hardly_come_again_is_a_target()
    {
        using Acting acting = await Plants.BeginAsync();
        string csv = "height,kind\n" + string.Concat(Enumerable.Range(0, 250).Select(i => $"{i % 9}.5,{1000 + (i * 3)}\n"));
        RegisterFile register = Plants.File(acting, "garden", csv);
        Assert.Contains("--target kind", await RefusedAsync(acting, register), StringComparison.Ordinal);
        Assert.Equal(250, (await acting.ActAsync(register with { Label = null, Target = "kind" })).Records);
    }

    [Theory]
    [InlineData("22_label_NA_is_namibia.csv", "--missing none")]
    [InlineData("63_categorical_only.csv", "'size' (3 different texts")]
    [InlineData("72_NA_drops_best_feature.csv", null)]
    [InlineData("37_many_classes.csv", null)]
    public async Task Cases_from_the_field_are_asked_about_where_something_would_be_lost(string file, string? asked)
    {
        using Acting acting = await Plants.BeginAsync();
        var register = new RegisterFile(SharedCases.Require(file), "field") { As = "garden", Label = "label" };
        if (asked is null)
        {
            Assert.NotEmpty((await acting.ActAsync(register)).Registered);
            return;
        }
        Assert.Contains(asked, await RefusedAsync(acting, register), StringComparison.Ordinal);
        Assert.NotEmpty((await acting.ActAsync(register with { AsFound = true })).Registered);
    }

    private static async Task<string> RefusedAsync(Acting acting, RegisterFile register) =>
        (await Assert.ThrowsAsync<UsageException>(() => acting.ActAsync(register))).Message;
}
