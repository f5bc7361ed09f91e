using Hallmark.Data.Batches;
using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>The sketch in a batch's manifest, kept where contracts find it.</summary>
public sealed record SketchState(ContentSketch Sketch) : IStateRecord<SketchState>
{
    public CborMapWriter ToMap() => new CborMapWriter().Bytes("sketch", Sketch.ToBytes());

    public static SketchState Read(CborMap map) => new(ContentSketch.Read(map.Bytes("sketch"), "sketch"));
}
