using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Tests.Cose;

/// <summary>Protected headers and the messages around them, byte by byte.</summary>
public sealed class CoseHeadersTests
{
    [Fact]
    public void Zero_bytes_and_the_encoded_empty_map_are_the_same_header()
    {
        Assert.Empty(CoseHeaders.Read(Array.Empty<byte>()).Labels);
        Assert.Empty(CoseHeaders.Read(new byte[] { 0xa0 }).Labels);
        Assert.Equal(CoseSign1.SigStructure([], [], [1]), CoseSign1.SigStructure([0xa0], [], [1]));
    }

    [Fact]
    public void A_header_survives_its_wire_format()
    {
        var back = CoseHeaders.Read(Samples.StatementHeaders.ToBytes());
        Assert.Equal(Frozen.Protected, back.ToBytes());
        Assert.Equal([1, 3, 4, 15], back.Labels);
        Assert.Equal(Samples.StatementHeaders.Claims!.Audience, back.Claims!.Audience);
    }

    [Fact]
    public void Labels_that_are_not_known_are_passed_over_unless_critical()
    {
        // {1: -7, 99: [{}], "x": 1.5}
        var headers = CoseHeaders.Read(Convert.FromHexString("a30126186381a06178f93e00"));
        Assert.Equal(-7, headers.Algorithm);
        Assert.Equal([1, 99], headers.Labels);
    }

    [Theory]
    [InlineData("a30126028118631863f6", "crit", "names header 99, which is not understood")] // {1: -7, 2: [99], 99: null}
    [InlineData("a2012602816178", "crit", "names a header by text")] // {1: -7, 2: ["x"]}
    [InlineData("a20126028104", "crit", "names header 4, which is not in the protected header")] // {1: -7, 2: [4]}
    [InlineData("a201260280", "crit", "names 0 headers")] // {1: -7, 2: []}
    [InlineData("a2012602f6", "protected header", "not a CBOR map")] // {1: -7, 2: null}
    public void What_is_critical_and_not_understood_or_not_there_is_refused(string hex, string field, string reason) =>
        Refuses(hex, field, reason);

    [Fact]
    public void What_is_critical_understood_and_there_is_accepted() =>
        Assert.Equal([1], CoseHeaders.Read(Convert.FromHexString("a20126028101")).Critical);

    [Fact]
    public void A_statement_with_an_unknown_critical_label_is_refused_although_well_signed()
    {
        // the good header with 2: [99] put in after alg
        byte[] header = Convert.FromHexString("a50126028118" + "63" + Convert.ToHexString(Frozen.Protected)[6..]);
        byte[] signature = Samples.Authority.Sign(CoseSign1.SigStructure(header, [], Samples.Payload));
        var message = new CoseSign1(header, new byte[] { 0xa0 }, Samples.Payload, signature);
        Assert.True(Samples.AuthorityKey.Verify(CoseAlgorithm.ES256, CoseSign1.SigStructure(header, [], Samples.Payload), signature));
        Assert.Equal("crit", Assert.Throws<MalformedException>(() => Statement.Read(message.ToBytes())).Field);
    }

    [Theory]
    [InlineData("a20126013822", "protected header", "not a CBOR map")] // {1: -7, 1: -35}, same encoding of the label
    [InlineData("a2012618013822", "protected header", "label 1 twice")] // {1: -7, 1: -35}, the label encoded in two ways
    [InlineData("a10fa30161610261621801" + "6163", "CWT claims", "claim 1 twice")]
    [InlineData("a10fa101" + "6161", "CWT claims", "no subject")]
    [InlineData("a10fa102" + "6161", "CWT claims", "no issuer")]
    [InlineData("a10161" + "61", "protected header", "not a CBOR map")] // alg by text
    [InlineData("a1012600", "protected header", "followed by more bytes")]
    [InlineData("bf0126ff", "protected header", "no definite length")]
    [InlineData("8101", "protected header", "not a CBOR map")]
    [InlineData("a1011bffffffffffffffff", "protected header", "not a CBOR map")]
    public void A_faulty_header_is_refused_by_name(string hex, string field, string reason) => Refuses(hex, field, reason);

    [Theory]
    [InlineData("8440a04040", "does not start with tag 18")]
    [InlineData("d3" + "8440a04040", "does not start with tag 18")] // tag 19
    [InlineData("d2" + "8340a040", "not an array of four")]
    [InlineData("d2" + "8440404040", "no unprotected header map")]
    [InlineData("d2" + "8440a0404000", "followed by more bytes")]
    [InlineData("d2" + "9f40a04040ff", "not an array of four")]
    [InlineData("d2" + "845f4100ffa04040", "not well-formed")]
    [InlineData("d2d2" + "8440a04040", "not well-formed")]
    [InlineData("d2" + "8440a201020103" + "4040", "not well-formed")] // a label twice in the unprotected header
    public void A_faulty_message_is_refused_with_a_reason(string hex, string reason)
    {
        var e = Assert.Throws<MalformedException>(() => CoseSign1.Read(Convert.FromHexString(hex)));
        Assert.Equal("COSE_Sign1", e.Field);
        Assert.Contains(reason, e.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_detached_payload_is_nil_on_the_wire_and_an_empty_one_is_not()
    {
        var detached = CoseSign1.Sign(Samples.Authority, Samples.StatementHeaders, [1, 2], detached: true);
        var back = CoseSign1.Read(detached.ToBytes());
        Assert.Null(detached.Payload);
        Assert.Null(back.Payload);
        Assert.True(back.Verify(Samples.AuthorityKey, [1, 2]));
        Assert.False(back.Verify(Samples.AuthorityKey, [1, 3]));
        Assert.NotNull(CoseSign1.Read(CoseSign1.Sign(Samples.Authority, Samples.StatementHeaders, []).ToBytes()).Payload);
    }

    [Fact]
    public void External_data_is_under_the_signature()
    {
        byte[] header = Samples.StatementHeaders.ToBytes();
        var message = new CoseSign1(
            header, new byte[] { 0xa0 }, new byte[] { 1 }, Samples.Authority.Sign(CoseSign1.SigStructure(header, [9], [1])));
        Assert.True(message.Verify(Samples.AuthorityKey, externalData: [9]));
        Assert.False(message.Verify(Samples.AuthorityKey, externalData: [8]));
        Assert.False(message.Verify(Samples.AuthorityKey));
    }

    private static void Refuses(string hex, string field, string reason)
    {
        var e = Assert.Throws<MalformedException>(() => CoseHeaders.Read(Convert.FromHexString(hex)));
        Assert.Equal(field, e.Field);
        Assert.Contains(reason, e.Reason, StringComparison.Ordinal);
    }
}
