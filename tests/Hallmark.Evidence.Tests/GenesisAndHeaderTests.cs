using System.Formats.Cbor;

namespace Hallmark.Evidence.Tests;

/// <summary>Field by field: what a genesis and a block header refuse.</summary>
public sealed class GenesisAndHeaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void A_genesis_nonce_of_another_length_is_refused(int length)
    {
        Genesis genesis = Samples.Genesis with { Nonce = new byte[length] };
        Assert.Equal("genesis.nonce", Assert.Throws<MalformedException>(() => Genesis.Read(genesis.ToBytes())).Field);
    }

    [Fact]
    public void A_genesis_outside_its_limits_is_refused_by_name()
    {
        Assert.Equal("genesis.quorum", Fault(Samples.Genesis with { Quorum = 0 }));
        Assert.Equal("genesis.quorum", Fault(Samples.Genesis with { Quorum = 1001 }));
        Assert.Equal("genesis.created", Fault(Samples.Genesis with { Created = -1 }));
        Assert.Equal("genesis.name", Fault(Samples.Genesis with { Name = new string('n', 65) }));
        Assert.Equal("genesis.engine", Fault(Samples.Genesis with { Engine = new string('e', 17) }));
        Assert.Equal("genesis.sealTerms", Fault(Samples.Genesis with { SealTerms = new byte[16_385] }));
        Assert.Equal("genesis.admin", Fault(Samples.Genesis with { Admin = new string('a', 65) }));

        static string Fault(Genesis genesis) => Assert.Throws<MalformedException>(() => Genesis.Read(genesis.ToBytes())).Field;
    }

    [Fact]
    public void Two_ledgers_that_differ_in_anything_have_two_ids()
    {
        Genesis[] ledgers =
        [
            Samples.Genesis, Samples.Genesis with { Name = "other" }, Samples.Genesis with { Engine = "work" },
            Samples.Genesis with { Authority = Samples.Other.PublicKey }, Samples.Genesis with { Admin = "bob" },
            Samples.Genesis with { AdminKey = Samples.Authority.PublicKey }, Samples.Genesis with { Quorum = 2 },
            Samples.Genesis with { Created = Samples.Time + 1 }, Samples.Genesis with { Nonce = new byte[16] },
            Samples.Genesis with { SealTerms = [] }, Samples.Genesis with { SealTerms = [1] },
        ];
        Assert.Equal(ledgers.Length, ledgers.Select(ledger => ledger.LedgerId).Distinct().Count());
    }

    [Fact]
    public void Headers_that_differ_in_anything_have_two_hashes()
    {
        BlockHeader good = Samples.Header;
        Digest other = Digest.Of("other"u8);
        BlockHeader[] headers =
        [
            good, good with { Rules = 2 }, good with { Ledger = other }, good with { Height = new BlockHeight(4) },
            good with { Previous = other },
            good with { Time = good.Time + 1 }, good with { FirstEntry = new EntryIndex(301) }, good with { Entries = 8 },
            good with { TreeRoot = other }, good with { OutcomesRoot = other }, good with { StateRoot = other },
            good with { Engine = "work" },
        ];
        Assert.Equal(headers.Length, headers.Select(header => header.Hash).Distinct().Count());
        Assert.All(headers, header => Assert.Equal(header, BlockHeader.Read(header.ToBytes())));
    }

    [Fact]
    public void A_header_outside_its_limits_is_refused_by_name()
    {
        Assert.Equal("header.entries", Fault(Samples.Header with { Entries = 0 }));
        Assert.Equal("header.rules", Fault(Samples.Header with { Rules = 0 }));
        Assert.Equal("header.time", Fault(Samples.Header with { Time = -1 }));
        Assert.Equal("header.height", Fault(Samples.Header with { Height = new BlockHeight(ulong.MaxValue) }));
        Assert.Equal("header.firstEntry", Fault(Samples.Header with { FirstEntry = new EntryIndex(1ul << 63) }));
        Assert.Equal("header.engine", Fault(Samples.Header with { Engine = new string('e', 17) }));

        static string Fault(BlockHeader header) => Assert.Throws<MalformedException>(() => BlockHeader.Read(header.ToBytes())).Field;
    }

    [Theory]
    [InlineData("header", "format")]
    [InlineData("genesis", "format")]
    public void A_format_from_the_future_is_refused_by_its_number(string name, string field)
    {
        byte[] bytes = WithField(name == "header" ? Frozen.Header : Frozen.Genesis, field, [0x02]);
        var e = Assert.Throws<MalformedException>(() => Read(name, bytes));
        Assert.Equal($"{name}.{field}: is 2, outside 1 to 1", e.Message);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("genesis")]
    public void Each_field_is_required_and_no_other_is_known(string name)
    {
        byte[] good = name == "header" ? Frozen.Header : Frozen.Genesis;
        foreach (string field in Fields(good).Keys)
        {
            Assert.Equal(
                $"{name}.{field}: is missing", Assert.Throws<MalformedException>(() => Read(name, WithField(good, field, null))).Message);
        }
        Assert.Equal(
            $"{name}.zzz: is not a known field",
            Assert.Throws<MalformedException>(() => Read(name, WithField(good, "zzz", [0x01]))).Message);
    }

    private static object Read(string name, byte[] bytes) => name == "header" ? BlockHeader.Read(bytes) : Genesis.Read(bytes);

    private static Dictionary<string, byte[]> Fields(byte[] map)
    {
        var reader = new CborReader(map);
        var fields = new Dictionary<string, byte[]>();
        for (int count = reader.ReadStartMap()!.Value; count > 0; count--)
        {
            fields[reader.ReadTextString()] = reader.ReadEncodedValue().ToArray();
        }
        return fields;
    }

    private static byte[] WithField(byte[] map, string field, byte[]? value)
    {
        Dictionary<string, byte[]> fields = Fields(map);
        fields.Remove(field);
        if (value is not null)
        {
            fields[field] = value;
        }
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(fields.Count);
        foreach ((string key, byte[] bytes) in fields)
        {
            writer.WriteTextString(key);
            writer.WriteEncodedValue(bytes);
        }
        writer.WriteEndMap();
        return writer.Encode();
    }
}
