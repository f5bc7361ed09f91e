namespace Hallmark.Learning.Tests;

public class ForestFormatTests
{
    [Fact]
    public void A_forest_comes_back_as_it_was()
    {
        (Matrix features, int[] labels) = Sample.Blobs(300, 5, 3, 1);
        Forest forest = Forest.Fit(features, labels, 3, new ForestOptions { Trees = 9 });
        byte[] bytes = ForestFormat.Write(forest);
        Forest read = ForestFormat.Read(bytes).ValueOrThrow();
        Assert.Equal(bytes, ForestFormat.Write(read));
        Assert.Equal(forest.Probabilities(features).Values.ToArray(), read.Probabilities(features).Values.ToArray());
    }

    [Fact]
    public void The_bytes_of_a_forest_are_frozen()
    {
        Forest forest = Forest.Fit(new Matrix(3, 1, [1, 2, 2]), [0, 1, 1], 2, new ForestOptions { Trees = 1, LeafRecords = 1 });
        Assert.Equal(
            "484D4B5452454553" + "01000000" + "01000000" + "02000000" + "01000000" + "03000000" + "02000000"
            + "00000000" + "0000C03F" + "01000000" + "FFFFFFFF" + "00000000" + "00000000" + "FFFFFFFF" + "00000000" + "01000000"
            + "01000000" + "01000000" + "00000000" + "01000000" + "01000000" + "02000000",
            Convert.ToHexString(ForestFormat.Write(forest)));
    }

    [Fact]
    public void Every_cut_and_every_appendix_is_refused_with_its_place()
    {
        byte[] bytes = Small();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.InRange(Assert.IsType<Reading<Forest>.Malformed>(ForestFormat.Read(bytes.AsSpan(0, length))).Offset, 0, length);
        }
        Assert.IsType<Reading<Forest>.Malformed>(ForestFormat.Read([.. bytes, 0]));
    }

    [Fact]
    public void Any_changed_byte_is_refused_or_gives_a_forest_that_comes_to_an_end()
    {
        byte[] original = Small();
        Matrix features = Sample.Gaussian(5, 3, 2);
        var random = new SeededRandom(1, "damage");
        int read = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] damaged = [.. original];
            for (int times = random.NextInt(3); times >= 0; times--)
            {
                damaged[random.NextInt(damaged.Length)] ^= (byte)(1 << random.NextInt(8));
            }
            if (ForestFormat.Read(damaged) is Reading<Forest>.Good { Value: var forest })
            {
                read++;
                Assert.Equal(damaged, ForestFormat.Write(forest)); // one value, one encoding
                if (forest.Inputs == 3)
                {
                    forest.Predict(features);
                }
            }
        }
        Assert.InRange(read, 50, 4950);
    }

    [Theory]
    [InlineData(0, 0x00, "not the bytes of this format")]
    [InlineData(8, 0x02, "version is 2")]
    [InlineData(12, 0x00, "inputs is 0")]
    [InlineData(16, 0x01, "classes is 1")]
    [InlineData(20, 0x00, "trees is 0")]
    [InlineData(24, 0x02, "2 nodes are no tree")]
    [InlineData(27, 0x7F, "the tree needs")]
    [InlineData(31, 0x7F, "the tree needs")]
    [InlineData(32, 0x03, "node 0 asks about feature 3 of 3")]
    [InlineData(39, 0x7F, "node 0 has the bound ")]
    [InlineData(40, 0x00, "node 0 leads to 0")]
    [InlineData(40, 0x02, "node 0 leads to 2")]
    public void A_field_out_of_range_is_named(int offset, byte value, string reason)
    {
        byte[] bytes = Small();
        bytes[offset] = value;
        if (offset == 39)
        {
            ((ReadOnlySpan<byte>)[0, 0, 0x80]).CopyTo(bytes.AsSpan(36)); // an infinity has no other bits
        }
        Assert.Contains(reason, Assert.IsType<Reading<Forest>.Malformed>(ForestFormat.Read(bytes)).Reason);
    }

    [Fact]
    public void No_two_questions_lead_to_the_same_node()
    {
        // The second question leads where the first one does: a record could go round for ever, or nodes be of no tree.
        byte[] bytes = Small();
        int second = 32 + 12;
        while (bytes[second + 3] == 0xFF)
        {
            second += 12;
        }
        bytes[40..44].CopyTo(bytes, second + 8);
        Assert.Contains("leads where another does", Assert.IsType<Reading<Forest>.Malformed>(ForestFormat.Read(bytes)).Reason);
    }

    private static byte[] Small()
    {
        (Matrix features, int[] labels) = Sample.Blobs(30, 3, 3, 3);
        return ForestFormat.Write(Forest.Fit(features, labels, 3, new ForestOptions { Trees = 2, LeafRecords = 4 }));
    }
}
