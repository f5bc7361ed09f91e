using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The encoders extension: base64 with padding; reading, it may be missing.</summary>
internal static class Encoders
{
    public static void Register(FunctionTable table)
    {
        table.Function("base64.encode", Encode, new Signature(CelType.String, CelType.Bytes));
        table.Function("base64.decode", Decode, new Signature(CelType.Bytes, CelType.String));
    }

    private static CelValue Encode(in CelValue bytes, ref Frame frame)
    {
        if (bytes.Kind != CelKind.Bytes)
        {
            return Faults.NoOverload("base64.encode", bytes);
        }
        frame.Produce((bytes.RawBytes.Length + 2L) / 3 * 4);
        return CelValue.Text(Convert.ToBase64String(bytes.RawBytes));
    }

    private static CelValue Decode(in CelValue text, ref Frame frame)
    {
        if (text.Kind != CelKind.String)
        {
            return Faults.NoOverload("base64.decode", text);
        }
        string digits = text.RawString;
        frame.Produce(digits.Length);
        string padded = digits.EndsWith('=') ? digits : digits.PadRight((digits.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return !digits.AsSpan().ContainsAny(" \t\r\n") && Convert.TryFromBase64String(padded, bytes, out int length)
            ? CelValue.Octets(bytes[..length])
            : CelValue.Error("the string is not base64");
    }
}
