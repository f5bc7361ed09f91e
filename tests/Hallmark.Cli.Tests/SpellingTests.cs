using System.Diagnostics;
using System.Text;

namespace Hallmark.Cli.Tests;

/// <summary>
/// What Hallmark writes in a home has one spelling: another one of the same is read, and the audit names its file. What is no file or
/// folder Hallmark never made there, and the audit is incomplete.
/// </summary>
public sealed class SpellingTests(GardenRun garden)
{
    [Fact]
    public void Another_spelling_of_what_a_file_says_is_read_and_named()
    {
        using Scenario home = garden.Sealed();
        home.Do("publish");
        home.Do("seed", "commit", "--as", "school");
        home.Do("member", "rotate", "press");
        home.Do("gateway", "add", "gate", "--dataset", "plants", "--as", "garden");
        home.Do("member", "add", "zoe", "--role", "reader", "--head-out", home.File("report.head"));
        Assert.Empty(Respelled(home));
        string custody = Directory.GetFiles(home.File("custody", "garden", "batches"))[0];
        string seed = Directory.GetFiles(home.File("keys"), "*.seed").Single();
        (string File, Func<string, string> Respell)[] spellings =
        [
            (home.File("keys", "garden.pem"), text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
            (home.File("keys", "garden.pem"), text => "for backup\n" + text),
            (home.File("keys", "ledger.pem"), text => text + "\n"),
            (home.File("keys", "press.old-1"), text => text + " "),
            (home.File("keys", "garden+gate.gateway"), text => text + " "),
            (home.File("keys", "garden.agreement"), text => text.TrimEnd('\n')),
            (home.File("keys", "log.ed25519"), text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
            (seed, text => text.ToUpperInvariant()),
            (seed, text => text.TrimEnd('\n')),
            (home.File("hallmark.json"), text => text.Replace(": ", ":", StringComparison.Ordinal)),
            (home.File("hallmark.json"), text => text.TrimEnd('\n')),
            (home.File("report.head"), text => text.Replace("height ", "height 0", StringComparison.Ordinal)),
            (custody, text => text.ToUpperInvariant()),
        ];
        foreach ((string file, Func<string, string> respell) in spellings)
        {
            string good = File.ReadAllText(file);
            Assert.NotEqual(good, respell(good));
            File.WriteAllText(file, respell(good), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            Assert.Contains(Path.GetRelativePath(home.Home, file), Assert.Single(Respelled(home)), StringComparison.Ordinal);
            File.WriteAllText(file, good);
        }
        Assert.Empty(Respelled(home));
    }

    [Fact]
    public void Names_in_another_spelling_are_strangers()
    {
        using Scenario home = garden.Sealed();
        string custody = Directory.GetFiles(home.File("custody", "garden", "batches"))[0];
        string letters = Directory.GetFiles(home.File("objects"), "*", SearchOption.AllDirectories)
            .First(path => Path.GetFileName(path).Length == 62 && path.Any(char.IsAsciiLetterLower));
        foreach (string file in (string[])[custody, letters])
        {
            string renamed = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file).ToUpperInvariant());
            File.Copy(file, renamed);
            string told = home.Audit(0, "good").Only("file.stray").Text("message");
            Assert.Contains(Path.GetFileName(renamed), told, StringComparison.Ordinal);
            File.Delete(renamed);
        }
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("lock")]
    [InlineData("report.html")]
    [InlineData("locks/stranger")]
    [InlineData("keys/stranger")]
    [InlineData("objects/stranger")]
    [InlineData("objects/incoming/stranger")]
    [InlineData("custody/stranger")]
    [InlineData("custody/garden/stranger")]
    [InlineData("custody/garden/incoming/stranger")]
    [InlineData("log/stranger")]
    [InlineData("log/.publishing")]
    [InlineData("runs/stranger")]
    [InlineData("timestamps/stranger")]
    public void What_is_neither_file_nor_folder_leaves_the_audit_incomplete(string name)
    {
        using Scenario home = garden.Sealed();
        home.Do("publish");
        string path = home.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        home.Audit(0, "good");
        Process.Start("mkfifo", [path]).WaitForExit();
        Assert.Contains($"{name} is of a kind", Odd(home), StringComparison.Ordinal);
        File.Delete(path);
        File.CreateSymbolicLink(path, home.Write("elsewhere", "something"));
        Assert.Contains("a symbolic link", Odd(home), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_leaves_the_audit_incomplete()
    {
        using Scenario home = garden.Sealed();
        foreach (string name in (string[])["lock", "door", "report.html", "keys/spare.pem"])
        {
            string path = home.File(name);
            File.Delete(path);
            Directory.CreateDirectory(path);
            Assert.Contains(name, Odd(home), StringComparison.Ordinal);
            Directory.Delete(path);
        }
    }

    private static string Odd(Scenario home) => home.Audit(1, "incomplete").Only("file.odd").Text("message");

    private static string[] Respelled(Scenario home) =>
    [
        .. home.Audit(0, "good").Where(finding => finding.Code() == "file.respelled").Select(finding => finding.Text("message")),
    ];
}
