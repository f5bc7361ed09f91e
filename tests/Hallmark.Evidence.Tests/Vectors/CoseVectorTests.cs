using System.Buffers.Text;
using System.Formats.Cbor;
using System.Text.Json;
using Hallmark.Evidence.Cose;

namespace Hallmark.Evidence.Tests.Vectors;

/// <summary>The COSE_Sign1 and ECDSA messages of cose-wg/Examples.</summary>
public sealed class CoseVectorTests
{
    [Fact]
    public void Sign1_messages_verify_or_are_refused_as_published()
    {
        IReadOnlyList<(string Name, JsonElement Json)> vectors = SharedVectors.Read("cose/sign1-tests");
        Assert.Equal(9, vectors.Count);
        Assert.Equal(6, vectors.Count(vector => vector.Name.Contains("-fail-", StringComparison.Ordinal)));
        foreach ((string name, JsonElement json) in vectors)
        {
            bool expected = !name.Contains("-fail-", StringComparison.Ordinal);
            Assert.True(Passes(json) == expected, $"{name} {(expected ? "was refused" : "passed")}");
        }
    }

    [Fact]
    public void Ecdsa_messages_of_every_curve_and_hash_verify()
    {
        IReadOnlyList<(string Name, JsonElement Json)> vectors = SharedVectors.Read("cose/ecdsa-examples", "ecdsa-sig-*.json");
        Assert.Equal(4, vectors.Count);
        foreach ((string name, JsonElement json) in vectors)
        {
            Assert.True(Passes(json), name);
        }
    }

    [Fact]
    public void The_signed_bytes_are_those_published()
    {
        IEnumerable<(string Name, JsonElement Json)> vectors = [
            .. SharedVectors.Read("cose/ecdsa-examples", "ecdsa-sig-*.json"),
                .. SharedVectors.Read("cose/sign1-tests", "sign-pass-*.json")];
        Assert.Equal(7, vectors.Count());
        foreach ((string name, JsonElement json) in vectors)
        {
            CoseSign1 message = Message(json);
            string published = json.GetProperty("intermediates").GetProperty("ToBeSign_hex").GetString()!;
            byte[] computed = CoseSign1.SigStructure(message.Protected.Span, External(json), message.Payload!.Value.Span);
            Assert.True(published.Equals(Convert.ToHexString(computed), StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void Published_messages_are_written_back_byte_for_byte()
    {
        IReadOnlyList<(string Name, JsonElement Json)> vectors = SharedVectors.Read("cose/ecdsa-examples", "ecdsa-sig-*.json");
        Assert.Equal(4, vectors.Count);
        foreach ((string _, JsonElement json) in vectors)
        {
            Assert.Equal(json.GetProperty("output").GetProperty("cbor").GetString(), Convert.ToHexString(Message(json).ToBytes()));
        }
    }

    [Fact]
    public void A_message_without_a_tag_is_read_only_where_the_context_fixes_the_type()
    {
        byte[] bytes = Convert.FromHexString(
            SharedVectors.Read("cose/sign1-tests", "sign-pass-03.json").Single().Json.GetProperty("output").GetProperty(
                "cbor").GetString()!);
        Assert.Throws<MalformedException>(() => CoseSign1.Read(bytes));
        Assert.Equal(64, CoseSign1.Read(bytes, requireTag: false).Signature.Length);
    }

    [Fact]
    public void An_algorithm_outside_the_protected_header_does_not_count()
    {
        JsonElement json = SharedVectors.Read("cose/sign1-tests", "sign-pass-01.json").Single().Json;
        using VerificationKey key = Key(json);
        Assert.False(Message(json).Verify(key, externalData: External(json)));
    }

    [Fact]
    public void Messages_with_several_signers_are_refused_with_a_clear_error()
    {
        IReadOnlyList<(string Name, JsonElement Json)> vectors = SharedVectors.Read("cose/ecdsa-examples", "ecdsa-0*.json");
        Assert.Equal(4, vectors.Count);
        foreach ((string _, JsonElement json) in vectors)
        {
            var e = Assert.Throws<MalformedException>(() => Message(json));
            Assert.Equal("COSE_Sign1: does not start with tag 18", e.Message);
        }
    }

    /// <summary>Reads and verifies; sign-pass-01 keeps its algorithm outside, so the caller names it there.</summary>
    private static bool Passes(JsonElement json)
    {
        using VerificationKey key = Key(json);
        try
        {
            CoseSign1 message = Message(json);
            return message.Protected.Span.SequenceEqual<byte>([0xa0])
                ? key.Verify(
                    CoseAlgorithm.ES256, CoseSign1.SigStructure(message.Protected.Span, External(json), message.Payload!.Value.Span),
                    message.Signature.Span)
                : message.Verify(key, externalData: External(json));
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    private static CoseSign1 Message(JsonElement json)
    {
        byte[] bytes = Convert.FromHexString(json.GetProperty("output").GetProperty("cbor").GetString()!);
        bool tagged = new CborReader(bytes).PeekState() == CborReaderState.Tag;
        return CoseSign1.Read(bytes, requireTag: tagged);
    }

    private static byte[] External(JsonElement json) =>
        json.GetProperty("input").GetProperty("sign0").TryGetProperty("external", out JsonElement hex)
            ? Convert.FromHexString(hex.GetString()!)
            : [];

    private static VerificationKey Key(JsonElement json)
    {
        JsonElement key = json.GetProperty("input").GetProperty("sign0").GetProperty("key");
        int curve = key.GetProperty("crv").GetString() switch { "P-256" => CoseKey.P256, "P-384" => CoseKey.P384, _ => CoseKey.P521 };
        return new VerificationKey(CoseKey.From(curve, Coordinate(key, "x"), Coordinate(key, "y")));
    }

    private static byte[] Coordinate(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString()!);
}
