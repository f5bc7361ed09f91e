using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The operator + for strings, bytes and lists.</summary>
internal static class Concatenation
{
    public static CelValue Strings(string left, string right, ref Frame frame)
    {
        frame.Produce((long)left.Length + right.Length);
        return CelValue.Text(string.Concat(left, right));
    }

    public static CelValue Bytes(byte[] left, byte[] right, ref Frame frame)
    {
        frame.Produce((long)left.Length + right.Length);
        return CelValue.Octets([.. left, .. right]);
    }

    public static CelValue Lists(CelList left, CelList right, ref Frame frame)
    {
        frame.Produce((long)left.Count + right.Count);
        return frame.List([.. left.Items, .. right.Items]);
    }
}
