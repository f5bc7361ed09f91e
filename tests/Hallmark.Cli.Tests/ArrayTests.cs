using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Hallmark.Cli.Tests;

/// <summary>Pictures with a file of labels, as MNIST has them, and a NumPy matrix, registered through the program.</summary>
public sealed class ArrayTests
{
    [Fact]
    public void Arrays_are_registered_read_and_audited_as_tables_are()
    {
        using var scenario = new Scenario();
        scenario.Do("init", "--name", "t", "--admin", "a");
        scenario.Do("member", "add", "p", "--role", "provider", "--role", "reader");
        string images = Bytes(scenario, "t-images-idx3-ubyte", [0, 0, 8, 3, .. Big(4), .. Big(1), .. Big(2), 1, 2, 3, 4, 5, 6, 7, 255]);
        string labels = Bytes(scenario, "t-labels-idx1-ubyte.gz", Packed([0, 0, 8, 1, .. Big(4), 0, 1, 0, 1]));

        JsonNode made = scenario.Do("register", images, "--label", labels, "--dataset", "digits", "--as", "p", "--batch-size", "3");

        Assert.Equal((4, 2), ((int)made["records"]!, made.List("batches").Count()));
        Assert.Equal(
            "0,1,label\n1,2,0\n3,4,1\n5,6,0\n", scenario.Do("read", "digits/p/1", "--as", "p").Text("csv").ReplaceLineEndings("\n"));
        // More of the same dataset, as a table: the columns are the same.
        string table = scenario.Write("more.csv", "label,0,1\n1,8,9\n");
        Assert.Equal(1, (int)scenario.Do("register", table, "--dataset", "digits", "--as", "p")["records"]!);
        scenario.Audit(0, "good");
    }

    [Fact]
    public void What_an_array_lacks_is_named()
    {
        using var scenario = new Scenario();
        scenario.Do("init", "--name", "t", "--admin", "a");
        scenario.Do("member", "add", "p", "--role", "provider");
        string images = Bytes(scenario, "a.idx", [0, 0, 8, 2, .. Big(2), .. Big(1), 1, 2]);
        string labels = Bytes(scenario, "b.idx", [0, 0, 8, 1, .. Big(2), 0, 1]);
        string three = Bytes(scenario, "c.idx", [0, 0, 8, 1, .. Big(3), 0, 1, 0]);
        scenario.Do("register", images, "--label", labels, "--dataset", "digits", "--as", "p");

        Refused("--label: dataset digits was opened with label 'label', not '0'", images, "--label", "0");
        Refused("field 'label': there is no such column; name what the labels are.", images);
        Refused("has 3 elements, ", images, "--label", three);
        Refused("goes on behind its 2 elements.", Bytes(scenario, "d.idx", [0, 0, 8, 1, .. Big(2), 0, 1, 2]));
        Refused("does not begin as a NumPy array does.", scenario.Write("e.npy", "0,label\n1,0\n"));

        void Refused(string why, params string[] arguments) =>
            Assert.Contains(
                why, scenario.Run(2, ["register", .. arguments, "--dataset", "digits", "--as", "p"]).Error, StringComparison.Ordinal);
    }

    private static string Bytes(Scenario scenario, string name, byte[] bytes)
    {
        string path = scenario.Outside(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Big(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return packed.ToArray();
    }
}
