namespace Hallmark.Data.Store;

public enum ContentFault
{
    /// <summary>The store does not hold the object.</summary>
    Missing,

    /// <summary>The store holds other bytes under the object's name.</summary>
    Altered,
}

/// <summary>An object that the content store cannot give as it was put.</summary>
public sealed class ContentException(ObjectReference reference, ContentFault fault, string reason)
    : Exception($"object {reference.Digest}: {reason}")
{
    public ObjectReference Reference { get; } = reference;

    public ContentFault Fault { get; } = fault;
}
