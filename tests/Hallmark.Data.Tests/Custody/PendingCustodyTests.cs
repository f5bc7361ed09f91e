using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Tests.Custody;

/// <summary>Keys of a registration: none before it is signed for, none after it was refused, all of what may be on record.</summary>
public sealed class PendingCustodyTests : IDisposable
{
    private static readonly Digest[] Roots = [Digest.Of("root 1"u8), Digest.Of("root 2"u8)];

    private readonly TemporaryDirectory _directory = new();
    private readonly AgreementKey _key = AgreementKey.Create(hybrid: false);
    private readonly CustodyFolder _folder;
    private bool _isNeeded;

    public PendingCustodyTests() => _folder = new CustodyFolder(new RegularFiles(_directory.File("custody")), _key);

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Nothing_is_kept_before_it_is_asked_for()
    {
        using PendingCustody pending = Sealed();
        Assert.Empty(Kept());
        Assert.True(pending.TryKeep(Roots[..1]));
        Assert.Equal([Roots[0]], _folder.Roots());
        Assert.Equal(3, Kept().Length); // the dataset's key, the secret and its root
        using BatchSecret kept = _folder.Find(Roots[0])!;
        using BatchSecret obtained = pending.Obtain(Identity(0));
        Assert.Equal(obtained.RecordSalt(0), kept.RecordSalt(0));
    }

    [Fact]
    public void What_was_refused_is_forgotten_and_what_is_on_record_stays()
    {
        using PendingCustody pending = Sealed();
        Assert.True(pending.TryKeep(Roots));
        _isNeeded = true;
        pending.Forget(root => root == Roots[1]);
        Assert.Equal([Roots[1]], _folder.Roots());
        Assert.NotNull(_folder.Find(Roots[1]));
        Assert.NotNull(_folder.FindDatasetKey("d"));
        _isNeeded = false;
        pending.Forget(_ => false);
        Assert.Empty(Kept());
    }

    /// <summary>They may be of a registration that was cut off after its statement was handed in.</summary>
    [Fact]
    public void Keys_that_were_kept_before_are_not_forgotten()
    {
        using (PendingCustody cutOff = Sealed())
        {
            Assert.True(cutOff.TryKeep(Roots));
        }
        string[] before = Kept();
        using PendingCustody pending = Sealed(_folder.FindDatasetKey("d"));
        Assert.True(pending.TryKeep(Roots));
        pending.Forget(_ => false);
        Assert.Equal(before, Kept());
    }

    /// <summary>Keys that it found were made by another that was refused meanwhile.</summary>
    [Fact]
    public void Keys_that_another_registration_forgot_are_kept_again()
    {
        using PendingCustody first = Sealed();
        Assert.True(first.TryKeep(Roots));
        using PendingCustody second = Sealed(_folder.FindDatasetKey("d"));
        first.Forget(_ => false);
        Assert.True(second.TryKeep(Roots));
        Assert.NotNull(_folder.Find(Roots[0]));
        using DatasetKey key = _folder.FindDatasetKey("d")!;
        Assert.Equal(second.DatasetKey.Bytes.Span, key.Bytes.Span);
    }

    [Fact]
    public void Other_keys_kept_meanwhile_are_never_overwritten()
    {
        using PendingCustody first = Sealed();
        using PendingCustody second = Sealed();
        using PendingCustody third = Sealed(DatasetKey.FromBytes(first.DatasetKey.Bytes.Span));
        Assert.True(first.TryKeep(Roots));
        Assert.False(second.TryKeep(Roots)); // another dataset's key
        Assert.False(third.TryKeep(Roots)); // other secrets
        second.Forget(_ => false);
        third.Forget(_ => false);
        using BatchSecret kept = _folder.Find(Roots[0])!;
        using BatchSecret made = first.Obtain(Identity(0));
        Assert.Equal(made.RecordSalt(0), kept.RecordSalt(0));
        Assert.NotNull(_folder.FindDatasetKey("d"));
    }

    private static Digest Identity(int batch) => Digest.Of([(byte)batch]);

    /// <summary>A registration of two batches that has read its records.</summary>
    private PendingCustody Sealed(DatasetKey? key = null)
    {
        var pending = new PendingCustody(_folder, [new DatasetKeyPlace(_folder, () => _isNeeded)], "d", key ?? DatasetKey.Create());
        for (int i = 0; i < Roots.Length; i++)
        {
            pending.Obtain(Identity(i)).Dispose();
            pending.Bind(Roots[i], Identity(i));
        }
        return pending;
    }

    private string[] Kept() => !Directory.Exists(_directory.File("custody")) ? []
        : [.. Directory.GetFiles(_directory.File("custody"), "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
