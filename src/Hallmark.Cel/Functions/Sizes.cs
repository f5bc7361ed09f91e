using Hallmark.Cel.Evaluation;
using static Hallmark.Cel.Functions.Signature;

namespace Hallmark.Cel.Functions;

/// <summary>size: code points of a string, bytes, elements of a list, entries of a map.</summary>
internal static class Sizes
{
    public static void Register(FunctionTable table)
    {
        Signature[] signatures =
        [
            new(CelType.Int, CelType.String),
            new(CelType.Int, CelType.Bytes),
            new(CelType.Int, CelType.List(A)),
            new(CelType.Int, CelType.Map(A, B)),
        ];
        table.Function("size", Size, signatures);
        table.Method("size", Size, signatures);
    }

    private static CelValue Size(in CelValue value, ref Frame frame)
    {
        switch (value.Kind)
        {
            case CelKind.String:
                return CelValue.Of((long)CodePoints.Count(value.RawString));
            case CelKind.Bytes:
                return CelValue.Of((long)value.RawBytes.Length);
            case CelKind.List:
                return CelValue.Of((long)value.RawList.Count);
            case CelKind.Map:
                return CelValue.Of((long)value.RawMap.Count);
            default:
                return Faults.NoOverload("size", value);
        }
    }
}
