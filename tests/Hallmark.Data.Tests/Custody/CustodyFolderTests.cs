using Hallmark.Data.Custody;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Data.Tests.Custody;

public sealed class CustodyFolderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly AgreementKey _key = AgreementKey.Create(hybrid: false);
    private CustodyFolder _custody;

    public CustodyFolderTests() => _custody = new CustodyFolder(new RegularFiles(_directory.File("custody")), _key);

    private static Digest Identity => Digest.Of("identity"u8);

    private static Digest Root => Digest.Of("root"u8);

    public void Dispose()
    {
        _custody.Dispose();
        _key.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_secret_is_the_same_at_every_call_and_after_reopening()
    {
        using BatchSecret first = _custody.Obtain(Identity);
        using BatchSecret again = _custody.Obtain(Identity);
        using BatchSecret other = _custody.Obtain(Root);
        Assert.Null(_custody.Find(Root));
        _custody.Bind(Root, Identity);
        _custody.Bind(Root, Identity);
        Reopen();
        using BatchSecret found = _custody.Find(Root)!;
        Assert.All([again, found], secret => Assert.Equal(first.RecordSalt(0), secret.RecordSalt(0)));
        Assert.NotEqual(first.RecordSalt(0), other.RecordSalt(0));
    }

    [Fact]
    public void Many_threads_get_one_secret()
    {
        for (byte round = 0; round < 5; round++)
        {
            Digest identity = Digest.Of([round]);
            Digest[] salts = new Digest[16];
            using var start = new Barrier(salts.Length);
            Thread[] threads = [.. salts.Select((_, i) => new Thread(() =>
            {
                start.SignalAndWait();
                using BatchSecret secret = _custody.Obtain(identity);
                salts[i] = secret.RecordSalt(0);
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.Single(salts.Distinct());
        }
        Assert.Equal(5, Directory.GetFiles(_directory.File("custody/secrets")).Length);
        Assert.DoesNotContain(
            Directory.GetFiles(_directory.File("custody/incoming")), file => !file.EndsWith(".lock", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_custodian_opens_nothing()
    {
        _custody.Obtain(Identity).Dispose();
        _custody.Bind(Root, Identity);
        using AgreementKey other = AgreementKey.Create(hybrid: false);
        using var theirs = new CustodyFolder(new RegularFiles(_directory.File("custody")), other);
        Assert.Equal("key wrap.context.reader-key", Assert.Throws<MalformedException>(() => theirs.Find(Root)).Field);
        Assert.Throws<MalformedException>(() => theirs.Obtain(Identity));
    }

    [Fact]
    public void A_file_in_the_place_of_another_is_refused()
    {
        _custody.Obtain(Identity).Dispose();
        _custody.Obtain(Root).Dispose();
        using DatasetKey key = DatasetKey.Create();
        _custody.KeepDatasetKey("d", key);
        string secrets = _directory.File("custody/secrets");
        File.Copy(Path.Combine(secrets, Root.ToString()), Path.Combine(secrets, Identity.ToString()), overwrite: true);
        Assert.Equal("key wrap.context.identity", Assert.Throws<MalformedException>(() => _custody.Obtain(Identity)).Field);
        string dataset = Directory.GetFiles(_directory.File("custody/datasets")).Single();
        File.Copy(dataset, Path.Combine(secrets, Identity.ToString()), overwrite: true);
        Assert.StartsWith("key wrap.context", Assert.Throws<MalformedException>(() => _custody.Obtain(Identity)).Field);
        File.WriteAllBytes(Path.Combine(secrets, Identity.ToString()), new byte[KeyWrap.SizeLimit + 1]);
        Assert.Contains("more than", Assert.Throws<MalformedException>(() => _custody.Obtain(Identity)).Message);
        Directory.CreateDirectory(_directory.File("custody/batches"));
        File.WriteAllText(_directory.File($"custody/batches/{Root}"), "../../etc/passwd");
        Assert.Contains("is not an identity", Assert.Throws<MalformedException>(() => _custody.Find(Root)).Message);
    }

    [Fact]
    public void Destroying_leaves_nothing_and_may_be_repeated()
    {
        using (BatchSecret secret = _custody.Obtain(Identity))
        {
            _custody.Bind(Root, Identity);
            foreach (ulong use in new ulong[] { 5, 70, ulong.MaxValue })
            {
                _custody.Wraps.Put(Root, use, KeyWrap.Wrap(secret, _key.PublicKey, SealedWorld.Use(Root, _key, use)));
            }
        }
        using BatchSecret kept = _custody.Obtain(Digest.Of("other"u8));
        _custody.Bind(Identity, Digest.Of("other"u8));
        Assert.Equal([5ul, 70, ulong.MaxValue], _custody.Wraps.Uses(Root));
        Assert.Equal(new[] { Root, Identity }.Order(), _custody.Roots());
        IReadOnlyList<string> deleted = _custody.Destroy(Root);
        Assert.Equal([Identity], _custody.Roots());
        Assert.Equal(
            [$"secrets/{Identity}", $"wraps/{Root}/{ulong.MaxValue}", $"wraps/{Root}/5", $"wraps/{Root}/70", $"batches/{Root}"], deleted);
        Assert.Empty(_custody.Destroy(Root));
        Assert.Null(_custody.Find(Root));
        Assert.Null(_custody.Wraps.Find(Root, 5));
        Assert.Empty(_custody.Wraps.Uses(Root));
        Assert.DoesNotContain(
            Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories), file => file.Contains(
                Root.ToString(), StringComparison.Ordinal));
        Assert.NotNull(_custody.Find(Identity));
        using BatchSecret fresh = _custody.Obtain(Identity); // the same records again: under another secret
        Assert.Equal(2, Directory.GetFiles(_directory.File("custody/secrets")).Length);
    }

    /// <summary>Died after the secret was deleted: the rest goes at the next call.</summary>
    [Fact]
    public void An_interrupted_destruction_is_finished_by_the_next()
    {
        using BatchSecret secret = _custody.Obtain(Identity);
        _custody.Bind(Root, Identity);
        _custody.Wraps.Put(Root, 5, KeyWrap.Wrap(secret, _key.PublicKey, SealedWorld.Use(Root, _key, 5)));
        File.Delete(_directory.File($"custody/secrets/{Identity}"));
        Reopen();
        Assert.Null(_custody.Find(Root));
        Assert.Equal([$"wraps/{Root}/5", $"batches/{Root}"], _custody.Destroy(Root));
    }

    [Fact]
    public void A_reader_gets_the_wrap_of_his_use()
    {
        using BatchSecret secret = _custody.Obtain(Identity);
        using AgreementKey reader = AgreementKey.Create(hybrid: false);
        UseContext use = SealedWorld.Use(Root, reader, 12);
        _custody.Wraps.Put(Root, 12, KeyWrap.Wrap(secret, reader.PublicKey, use));
        using BatchSecret opened = _custody.Wraps.Find(Root, 12)!.Open(reader, use);
        Assert.Equal(secret.RecordSalt(3), opened.RecordSalt(3));
        Assert.Null(_custody.Wraps.Find(Root, 13));
        Assert.Null(_custody.Wraps.Find(Identity, 12));
    }

    [Theory]
    [InlineData("plants")]
    [InlineData("../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void Dataset_keys_are_kept_under_names_that_cannot_lead_elsewhere(string dataset)
    {
        Assert.Null(_custody.FindDatasetKey(dataset));
        using DatasetKey key = DatasetKey.Create();
        _custody.KeepDatasetKey(dataset, key);
        Reopen();
        using DatasetKey found = _custody.FindDatasetKey(dataset)!;
        Assert.Equal(key.Bytes.Span, found.Bytes.Span);
        string file = Assert.Single(
            Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories), file => !file.EndsWith(
                ".lock", StringComparison.Ordinal));
        Assert.Matches("/custody/datasets/[0-9a-f]{64}$", file);
        _custody.KeepDatasetKey(dataset, key);
        using DatasetKey other = DatasetKey.Create();
        Assert.Throws<InvalidOperationException>(() => _custody.KeepDatasetKey(dataset, other));
        _custody.KeepDatasetKey(dataset + "2", other);
        using DatasetKey second = _custody.FindDatasetKey(dataset + "2")!;
        Assert.Equal(other.Bytes.Span, second.Bytes.Span);
    }

    [Fact]
    public void Only_the_owner_can_look_into_a_new_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mode bits");
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        using BatchSecret secret = _custody.Obtain(Identity); // the folder is made for the first thing kept
        Assert.Equal((UnixFileMode)0, new DirectoryInfo(_directory.File("custody")).UnixFileMode & Others);
    }

    private void Reopen()
    {
        _custody.Dispose();
        _custody = new CustodyFolder(new RegularFiles(_directory.File("custody")), _key);
    }
}
