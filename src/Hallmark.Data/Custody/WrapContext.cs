using Hallmark.Evidence;

namespace Hallmark.Data.Custody;

/// <summary>
/// Everything that a wrapped secret is bound to. The reader makes it anew from the ledger and his own key; a wrap made for
/// anything else does not open. Encoded as a deterministic CBOR map of the fields in docs/formats/key-wrap.md.
/// </summary>
public abstract record WrapContext
{
    private protected WrapContext()
    {
    }

    /// <summary>Thumbprint of the agreement key that the secret is wrapped to.</summary>
    public required Digest ReaderKey { get; init; }

    /// <summary>Names and values; a value is a text, a digest or an unsigned integer.</summary>
    private protected abstract IReadOnlyList<(string Name, object Value)> Fields { get; }

    internal byte[] ToBytes()
    {
        var map = new CborMapWriter().Digest("reader-key", ReaderKey);
        foreach ((string name, object value) in Fields)
        {
            _ = value switch
            {
                string text => map.Text(name, text),
                Digest digest => map.Digest(name, digest),
                ulong number => map.Integer(name, number),
                _ => throw new InvalidOperationException(),
            };
        }
        return map.ToBytes();
    }

    /// <summary>Refuses a stored context that is another one, and says in what.</summary>
    internal void Require(ReadOnlyMemory<byte> stored)
    {
        if (stored.Span.SequenceEqual(ToBytes()))
        {
            return;
        }
        CborMap map = CborMap.Read(stored, "key wrap.context");
        foreach ((string name, object value) in Fields.Prepend(("reader-key", ReaderKey)))
        {
            object found = value switch
            {
                string => map.Text(name, KeyWrap.ContextLimit),
                Digest => map.Digest(name),
                _ => map.Unsigned(name),
            };
            if (!found.Equals(value))
            {
                throw new MalformedException(
                    $"key wrap.context.{name}", $"is {MalformedException.Printable(found.ToString()!)}, not {value}");
            }
        }
        map.End();
        throw new MalformedException("key wrap.context", "is another one");
    }
}

/// <summary>
/// Binds a batch's secret to the one recorded use, reader and custodian that it is wrapped for; a dataset's key is bound by
/// <see cref="DatasetKeyContext"/>.
/// </summary>
public sealed record UseContext : WrapContext
{
    /// <summary>Id of the ledger.</summary>
    public required Digest Ledger { get; init; }

    /// <summary>Id of the batch on the ledger.</summary>
    public required string Batch { get; init; }

    /// <summary>The batch's root.</summary>
    public required Digest Root { get; init; }

    /// <summary>Index of the entry that records the use.</summary>
    public required ulong UseEntry { get; init; }

    /// <summary>Id of the statement that records the use.</summary>
    public required Digest UseStatement { get; init; }

    /// <summary>Name of the member that wraps.</summary>
    public required string Custodian { get; init; }

    /// <summary>Thumbprint of the custodian's key on the ledger.</summary>
    public required Digest CustodianKey { get; init; }

    /// <summary>Name of the member that reads.</summary>
    public required string Reader { get; init; }

    private protected override IReadOnlyList<(string Name, object Value)> Fields =>
    [
        ("for", "use"), ("ledger", Ledger), ("batch", Batch), ("root", Root), ("use-entry", UseEntry), ("use-statement", UseStatement),
        ("custodian", Custodian), ("custodian-key", CustodianKey), ("reader", Reader),
    ];
}

/// <summary>
/// Binds a dataset's key to the custodian or validator that it is shared with. Sharing needs no use on record: the key opens no records.
/// </summary>
public sealed record DatasetKeyContext : WrapContext
{
    /// <summary>Id of the ledger.</summary>
    public required Digest Ledger { get; init; }

    /// <summary>Name of the dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the member that wraps.</summary>
    public required string Custodian { get; init; }

    /// <summary>Thumbprint of the custodian's key on the ledger.</summary>
    public required Digest CustodianKey { get; init; }

    /// <summary>Name of the member that receives.</summary>
    public required string Reader { get; init; }

    private protected override IReadOnlyList<(string Name, object Value)> Fields =>
    [
        ("for", "dataset-key"), ("ledger", Ledger), ("dataset", Dataset),
        ("custodian", Custodian), ("custodian-key", CustodianKey), ("reader", Reader),
    ];
}

/// <summary>Binds a secret that a custodian wraps to its own key, to keep it in its folder: to its kind and its name there.</summary>
internal sealed record CustodyContext : WrapContext
{
    /// <summary>The kind of secret: "batch-secret" or "dataset-key".</summary>
    public required string What { get; init; }

    /// <summary>The name it is kept under: the batch's identity, or the digest of the dataset's name.</summary>
    public required Digest Identity { get; init; }

    private protected override IReadOnlyList<(string Name, object Value)> Fields =>
        [("for", "custody"), ("what", What), ("identity", Identity)];
}
