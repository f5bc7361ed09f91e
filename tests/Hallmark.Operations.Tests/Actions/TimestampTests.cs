using System.Net.Sockets;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Hallmark.Cli.Tests;
using Hallmark.Contracts.Governance;
using Hallmark.Evidence;
using Hallmark.Evidence.Tests.Timestamps;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Timestamps;

namespace Hallmark.Operations.Tests.Actions;

/// <summary>Stamps of a played authority: asked for, kept beside the ledger and put on record.</summary>
public sealed class TimestampTests
{
    [Fact]
    public async Task A_stamp_is_kept_under_its_height_and_put_on_record_by_an_admin()
    {
        using Acting acting = await Acting.BeginAsync();
        using StampingOffice office = Open();
        using var server = LoopbackServer.Of(query => Stamped(office, query));
        HeaderStamped stamped = await StampAsync(acting, server.Url, office.Anchors);
        Assert.Equal((Newest(acting).Height, true), (stamped.Height, stamped.Vouched));
        Assert.Equal(Newest(acting).Hash, stamped.Token.Imprint);
        Assert.Equal(Path.Combine(acting.Home.Timestamps.Path, $"{stamped.Height}-1.tst"), stamped.Path);

        ulong size = acting.Size();
        TimestampState state = await acting.ActAsync(new RecordTimestamp(stamped));

        Assert.Equal(
            new TimestampState(stamped.Height, stamped.Token.Time.ToUnixTimeSeconds(), stamped.Token.Authority, "alice"), state);
        Assert.Equal(size + 1, acting.Size());
        using var reader = new HomeReader(acting.Home);
        Assert.Equal(TimestampRecord.Kind, reader.Catalog.Ledger.ReadEntry(new EntryIndex(size)).Statement.Kind);
    }

    [Fact]
    public async Task Stamps_are_listed_by_height_and_name_and_what_else_lies_there_is_passed_over()
    {
        using Acting acting = await Acting.BeginAsync();
        using StampingOffice office = Open();
        using var server = LoopbackServer.Of(query => Stamped(office, query));
        string first = (await StampAsync(acting, server.Url, anchors: null)).Path;
        string second = (await StampAsync(acting, server.Url, anchors: null)).Path;
        foreach (string other in (string[])["10-1.tst", "9-1.tst", "noon.tst", "notes.txt", "x"])
        {
            File.Copy(first, Path.Combine(acting.Home.Timestamps.Path, other));
        }
        Assert.Equal(
            [("noon.tst", null), (Path.GetFileName(first), Newest(acting).Height), (Path.GetFileName(second), Newest(acting).Height),
                ("9-1.tst", new BlockHeight(9)), ("10-1.tst", new BlockHeight(10))],
            new TimestampFolder(acting.Home.Timestamps).List().Select(file => (file.Name, file.Height)));
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_in_time_is_named_and_who_gives_up_is_not_told_so()
    {
        using Acting acting = await Acting.BeginAsync();
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start(); // takes the question and says nothing
        var address = new Uri($"http://{silent.LocalEndpoint}/");
        FailureException late = await Assert.ThrowsAsync<FailureException>(() => new StampHeader(
            new TimestampAuthority(address, TimeSpan.FromMilliseconds(200)), null, null)
            .ExecuteAsync(acting.Home, TestContext.Current.CancellationToken));
        Assert.Equal($"timestamp authority {address}: it did not answer within 0.2 s", late.Message);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StampHeader(
            new TimestampAuthority(address, TimeSpan.FromMinutes(5)), null, null).ExecuteAsync(acting.Home, stop.Token));
        Assert.Empty(new TimestampFolder(acting.Home.Timestamps).List());
    }

    private static Task<HeaderStamped> StampAsync(Acting acting, string url, X509Certificate2Collection? anchors) =>
        new StampHeader(new TimestampAuthority(new Uri(url), TimeSpan.FromMinutes(1)), anchors, Copy: null)
            .ExecuteAsync(acting.Home, TestContext.Current.CancellationToken);

    private static StampingOffice Open() =>
        new(new OfficeOptions { From = DateTimeOffset.UtcNow.AddDays(-1), To = DateTimeOffset.UtcNow.AddDays(1) });

    private static byte[] Stamped(StampingOffice office, byte[] query)
    {
        Assert.True(Rfc3161TimestampRequest.TryDecode(query, out Rfc3161TimestampRequest? asked, out _));
        byte[] token = office.Stamp(
            Digest.FromBytes(asked.GetMessageHash().Span),
            new StampOptions { Time = DateTimeOffset.UtcNow, Nonce = asked.GetNonce()!.Value.ToArray() });
        return StampingOffice.Reply(0, null, token);
    }

    private static BlockHeader Newest(Acting acting)
    {
        using var reader = new HomeReader(acting.Home);
        return reader.Catalog.Ledger.Last;
    }
}
