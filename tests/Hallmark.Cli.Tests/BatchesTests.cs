namespace Hallmark.Cli.Tests;

/// <summary>Tables of batches, and what is to be done next, as people read them who pipe the output on.</summary>
public sealed class BatchesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tables_are_no_wider_than_people_read_and_the_next_step_is_named()
    {
        string home = _folder["home"];
        Cli.Run(home, "init").Expect(0);
        Cli.Run(home, "member", "add", "alice", "--role", "provider").Expect(0);
        Cli.Run(home, "member", "add", "lab", "--role", "validator").Expect(0);
        string file = _folder.Write("small.csv", "n,kind\n1.5,a\n1.5,b\n1.5,a\n");
        Cli.Run(home, "register", file, "--dataset", "small", "--label", "kind").Expect(0);

        CliResult judged = Cli.Run(home, "judge", "small").Expect(0);
        Assert.All(judged.Out.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 140));
        Assert.Contains("where reasons end in …, 'hallmark explain small/alice/1' shows all of them", judged.Out, StringComparison.Ordinal);
        Assert.Equal(judged.Out, Cli.Run(home, "batches", "small").Expect(0).Out);

        string dated = _folder.Write("other.csv", "n,kind\n2.5,a\n3.5,b\n");
        Cli.Run(home, "register", dated, "--dataset", "small").Expect(0);
        Cli.Run(home, "judge", "small").Expect(0);
        CliResult again = Cli.Run(home, "judge", "small").Expect(0);
        Assert.Empty(again.Out); // no table of nothing
        Assert.Contains("'hallmark member add NAME --role validator'", again.Error, StringComparison.Ordinal);
        Cli.Run(home, "member", "add", "lab2", "--role", "validator").Expect(0);
        Assert.Contains(
            "'hallmark judge small --as lab2'", Cli.Run(home, "judge", "small", "--as", "lab").Expect(0).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
