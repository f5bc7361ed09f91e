using Hallmark.Cel.Evaluation;

namespace Hallmark.Cel.Functions;

/// <summary>The operators in and [].</summary>
internal static class Membership
{
    public static CelValue Contains(in CelValue value, in CelValue container, ref Frame frame)
    {
        switch (container.Kind)
        {
            case CelKind.List:
                return InList(value, container.RawList.Items, ref frame);
            case CelKind.Map when MapKey.IsKey(value) || value.Kind == CelKind.Double:
                frame.ScanKey(value);
                return CelValue.Of(container.RawMap.TryFind(value, out _));
            case CelKind.Map:
                return CelValue.False;
            default:
                return Faults.NoOverload("in", value, container);
        }
    }

    public static CelValue At(in CelValue container, in CelValue index, ref Frame frame)
    {
        switch (container.Kind)
        {
            case CelKind.List:
                return InListAt(container.RawList, index);
            case CelKind.Map when MapKey.IsKey(index) || index.Kind == CelKind.Double:
                frame.ScanKey(index);
                return container.RawMap.TryFind(index, out CelValue found) ? found : CelValue.Error("no such key");
            default:
                return Faults.NoOverload("[]", container, index);
        }
    }

    private static CelValue InList(in CelValue value, CelValue[] items, ref Frame frame)
    {
        foreach (ref readonly CelValue item in items.AsSpan())
        {
            frame.Step();
            if (Equality.AreEqual(item, value, ref frame))
            {
                return CelValue.True;
            }
        }
        return CelValue.False;
    }

    private static CelValue InListAt(CelList list, in CelValue index)
    {
        if (!index.IsNumber)
        {
            return CelValue.Error($"a list has no index of type {TypeNames.Of(index)}");
        }
        return MapKey.TryNormalize(index, out CelValue whole) && whole.RawUint < (ulong)list.Count
            ? list[(int)whole.RawUint]
            : CelValue.Error("an index out of range");
    }
}
