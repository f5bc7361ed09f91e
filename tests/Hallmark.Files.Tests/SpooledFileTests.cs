using System.Text.RegularExpressions;

namespace Hallmark.Files.Tests;

/// <summary>Bytes that came once: on disk, under no name, and read again and again.</summary>
public sealed class SpooledFileTests
{
    [Fact]
    public void What_was_taken_is_read_by_several_streams_and_stands_under_no_name()
    {
        byte[] bytes = new byte[700_000];
        new Random(1).NextBytes(bytes);
        SpooledFile spooled = SpooledFile.Take(new MemoryStream(bytes), bytes.Length);
        IEnumerable<string?> open = Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget);
        string[] spools = [.. open.OfType<string>().Where(file => Regex.IsMatch(file, "/hallmark-[0-9a-f]{32}( |$)"))];
        Assert.NotEmpty(spools); // other tests may have some, too
        Assert.All(spools, file => Assert.EndsWith(" (deleted)", file, StringComparison.Ordinal));
        using Stream one = spooled.Open();
        using Stream other = spooled.Open();
        other.Seek(-5, SeekOrigin.End);
        Assert.Equal(bytes[^5..], ReadAll(other));
        Assert.Equal(bytes, ReadAll(one));
        Assert.Equal(bytes.Length, one.Length);
        Assert.Throws<IOException>(() => one.Position = -1);
        Assert.Throws<NotSupportedException>(() => one.WriteByte(1));
    }

    [Fact]
    public void More_than_the_limit_is_refused() =>
        Assert.Equal(
            FileRefusal.Size, Assert.Throws<FileRefusedException>(() => SpooledFile.Take(new MemoryStream(new byte[11]), 10)).Why);

    [Fact]
    public void Files_of_a_folder_are_listed_up_to_a_limit_in_ordinal_order()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hallmark-files-tests");
        try
        {
            foreach (string name in (string[])["b", "a/c", "B", ".hidden", "_done"])
            {
                string path = Path.Combine(folder.FullName, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, "");
            }
            Assert.Equal(["B", "a/c", "b"], InputFolders.List(folder.FullName, 3));
            Assert.Throws<FileRefusedException>(() => InputFolders.List(folder.FullName, 2));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
