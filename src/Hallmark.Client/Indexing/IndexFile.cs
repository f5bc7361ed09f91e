using System.Buffers.Binary;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Ledger.Storage;

namespace Hallmark.Client.Indexing;

/// <summary>
/// The index of a ledger up to one of its blocks as a file, from which single pages are read. Derived: it may be deleted, and audits never
/// use it. Signed by a maker of the ledger's blocks and held against the ledger, as a snapshot is; see <c>docs/formats/index.md</c>.
/// <code>
/// pages      of 64 KiB: postings (u64 term, u64 entry), sorted
/// footer     <see cref="SignedFooter"/>, "HALLINDX"
/// </code>
/// </summary>
internal sealed class IndexFile : IDisposable
{
    private const int PostingSize = 16;
    private const int PageSize = 64 << 10;
    private const int PostingsPerPage = PageSize / PostingSize;
    private const int FooterLimit = 64 << 20;

    private static readonly SignedFooter Footer = new("index", "application/vnd.hallmark.index+cbor", "HALLINDX", FooterLimit);

    private readonly ILedgerStorage _storage;
    private readonly long _count;
    private readonly byte[] _firstTerms; // eight bytes for each page
    private readonly byte[] _digests; // 32 bytes for each page

    private IndexFile(ILedgerStorage storage, Head head, long count, byte[] firstTerms, byte[] digests)
    {
        (_storage, Head, _count, _firstTerms, _digests) = (storage, head, count, firstTerms, digests);
    }

    /// <summary>The block up to which entries are indexed.</summary>
    public Head Head { get; }

    private int Pages => _digests.Length / Digest.Size;

    /// <param name="storage">Stays open with this, and is closed with it.</param>
    /// <exception cref="LedgerDamagedException">Not whole, or not signed by a maker of this ledger's blocks.</exception>
    /// <exception cref="MalformedException">Not an index, or not of this ledger.</exception>
    public static IndexFile Open(ILedgerStorage storage, LedgerView ledger)
    {
        (CborMap map, long end) = Footer.Read(
            storage, ledger.Id, thumbprint => ledger.MakerKeys.FirstOrDefault(key => key.Thumbprint == thumbprint));
        map.Integer("format", 1, 1);
        var head = Head.Read(map.Bytes("head", 1024));
        long count = map.Integer("postings", 0, long.MaxValue / PostingSize);
        byte[] firstTerms = map.Bytes("firstTerms", FooterLimit);
        byte[] digests = map.Bytes("pages", FooterLimit);
        map.End();
        long pages = (count + PostingsPerPage - 1) / PostingsPerPage;
        if (end != count * PostingSize || digests.Length != pages * Digest.Size || firstTerms.Length != pages * sizeof(ulong))
        {
            throw new MalformedException("index.pages", "do not fit the file");
        }
        return HeadProblem.Find(ledger, head) is { } problem
            ? throw new MalformedException("index.head", problem.Message)
            : new IndexFile(storage, head, count, firstTerms, digests);
    }

    /// <param name="postings">Sorted; read once.</param>
    public static void Write(ILedgerStorage storage, IEnumerable<Posting> postings, Head head, ISigner maker)
    {
        using var firstTerms = new MemoryStream();
        using var digests = new MemoryStream();
        long at = 0;
        foreach (Posting[] page in postings.Chunk(PostingsPerPage))
        {
            byte[] bytes = new byte[page.Length * PostingSize];
            for (int i = 0; i < page.Length; i++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * PostingSize), page[i].Term);
                BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan((i * PostingSize) + sizeof(ulong)), page[i].Entry);
            }
            firstTerms.Write(bytes.AsSpan(0, sizeof(ulong)));
            digests.Write(Digest.Of(bytes).ToArray());
            storage.Write(at, bytes);
            at += bytes.Length;
        }
        CborMapWriter map = new CborMapWriter()
            .Integer("format", 1)
            .Bytes("head", System.Text.Encoding.UTF8.GetBytes(head.ToText()))
            .Integer("postings", at / PostingSize)
            .Bytes("firstTerms", firstTerms.ToArray())
            .Bytes("pages", digests.ToArray());
        Footer.Write(storage, at, map, maker, head.Ledger);
    }

    /// <summary>The entries that have a term, ascending.</summary>
    /// <exception cref="MalformedException">A page is not what was written.</exception>
    public IEnumerable<ulong> Find(ulong term)
    {
        for (int page = PageBefore(term); page < Pages && FirstTerm(page) <= term; page++)
        {
            byte[] bytes = ReadPage(page);
            for (int at = LowerBound(bytes, term); at < bytes.Length && TermAt(bytes, at) == term; at += PostingSize)
            {
                yield return BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at + sizeof(ulong)));
            }
        }
    }

    /// <summary>All postings, in order; a page at a time in memory.</summary>
    /// <exception cref="MalformedException">A page is not what was written.</exception>
    public IEnumerable<Posting> Postings()
    {
        for (int page = 0; page < Pages; page++)
        {
            byte[] bytes = ReadPage(page);
            for (int at = 0; at < bytes.Length; at += PostingSize)
            {
                yield return new Posting(TermAt(bytes, at), BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at + sizeof(ulong))));
            }
        }
    }

    public void Dispose() => _storage.Dispose();

    /// <summary>The last page that begins with a smaller term: the first posting of a term may stand at its end.</summary>
    private int PageBefore(ulong term)
    {
        int low = 0;
        int high = Pages;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (FirstTerm(middle) < term)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return Math.Max(0, low - 1);
    }

    private ulong FirstTerm(int page) => BinaryPrimitives.ReadUInt64BigEndian(_firstTerms.AsSpan(page * sizeof(ulong)));

    private static int LowerBound(byte[] page, ulong term)
    {
        int low = 0;
        int high = page.Length / PostingSize;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (TermAt(page, middle * PostingSize) < term)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low * PostingSize;
    }

    private static ulong TermAt(byte[] page, int at) => BinaryPrimitives.ReadUInt64BigEndian(page.AsSpan(at));

    private byte[] ReadPage(int page)
    {
        byte[] bytes = new byte[(int)Math.Min(PageSize, (_count * PostingSize) - ((long)page * PageSize))];
        return _storage.Read((long)page * PageSize, bytes) == bytes.Length
            && Digest.Of(bytes) == Digest.FromBytes(_digests.AsSpan(page * Digest.Size, Digest.Size))
            ? bytes
            : throw new MalformedException($"index.pages[{page}]", "is not what was written");
    }
}
